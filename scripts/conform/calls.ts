import { weekdays } from '@creditmesh/agency-node/analysis/network/callingBehaviour.ts'
import {
  namedBehaviour,
  namedWeights,
} from '@creditmesh/agency-node/analysis/network/namedCalls.ts'
import { temporalDiversity } from '@creditmesh/agency-node/analysis/network/temporalDiversity.ts'
import { z } from 'zod'
import { callCase, name, numbers, type Task, task } from './task.ts'

/** The tasks that turn calls and sums into features without anybody's arrears. */
export const callTasks: Readonly<Record<string, Task>> = {
  callNetwork: task(callCase, ({ calls, minSeconds }) => namedWeights(calls, { minSeconds })),
  callingBehaviour: task(
    callCase.extend({
      t0Weekday: z.enum(weekdays),
      dayHours: z.tuple([z.number(), z.number()]),
      subjects: z.array(name),
    }),
    ({ calls, t0Weekday, ...options }) =>
      namedBehaviour(calls, { ...options, firstWeekday: weekdays.indexOf(t0Weekday) }),
  ),
  temporalDiversity: task(z.object({ bins: numbers }), ({ bins }) => temporalDiversity(bins)),
}
