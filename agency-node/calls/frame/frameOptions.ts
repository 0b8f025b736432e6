import { minSecondsOf } from '../../analysis/network/callRecords.ts'
import { dayName } from '../reading/calendar.ts'
import type { DayWindow } from './window.ts'

/** What a network of calls is made of. */
export interface FrameOptions {
  readonly window: DayWindow
  /** Calls below this many seconds are dropped; 5. */
  readonly minSeconds?: number
  readonly weight?: 'number' | 'duration'
  /** Links kept in memory before sorted runs go to the disk; node by node, some words more are needed. */
  readonly memoryBytes?: number
  readonly signal?: AbortSignal
}

export interface FrameRule {
  readonly minSeconds: number
  readonly weight: 'number' | 'duration'
}

export function ruleOf(options: FrameOptions): FrameRule {
  return { minSeconds: minSecondsOf(options), weight: options.weight ?? 'number' }
}

/** Under which name the network is kept. */
export function frameName({ window, ...options }: FrameOptions): string {
  const { minSeconds, weight } = ruleOf({ window, ...options })
  return `${dayName(window.firstDay)}_${window.days}d_${minSeconds}s_${weight}`
}
