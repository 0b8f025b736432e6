import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { changeConsent, consentActions } from '../consent/change.ts'
import { grantConsent, grantOptions } from '../consent/grant.ts'
import { listConsents } from '../consent/list.ts'
import { showConsent } from '../consent/show.ts'
import { grantNames, hexId } from '../optionTypes.ts'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'

const oneConsent = z.strictObject({ id: hexId, subject: localName })

export function addConsentCommands(program: Command, session: Session): void {
  const consent = program
    .command('consent')
    .description('What a person allows: signed by her wallet, recorded by a neutral relayer.')
  consent
    .command('grant')
    .description('Sign and record a consent; the package for the lender is written to a file.')
    .requiredOption('--subject <name>', 'whose wallet signs')
    .requiredOption('--to <lender>', 'who may ask: a name of this state folder, or an address')
    .requiredOption('--agency <names>', 'who may be asked, separated by commas')
    .option('--purpose <name>', 'why it is asked; the names stand below', 'CREDIT_APPLICATION')
    .option('--categories <names>', 'of records, separated by commas, or all', 'tradeline')
    .option('--detail <names>', 'how much of a record, separated by commas')
    .option('--relay', 'the agency may get it from its peers')
    .option('--providers <names>', 'with --relay: from these agencies alone')
    .option('--relay-store', 'with --relay: the agency may keep it for --data-life days')
    .option('--may-keep', 'the lender may keep the answer for --data-life days')
    .option('--data-life <days>', 'how long an answer may be kept')
    .option('--expires-in <time>', 'such as 12h or 7d (7d)')
    .option('--max-uses <n>', 'how often it may be used (1)')
    .option('--lookback <months>', 'how far back records may reach (24)')
    .option('--out <file>', 'where to write the package; the wallet keeps a copy')
    .option('--force', 'with --out: replace a file that is there')
    .option(
      '--dry-run',
      'print the data to sign and the purpose’s bounds, and neither sign nor record',
    )
    .addHelpText('after', grantNames)
    .action(perform(session, grantOptions, grantConsent))
  consent
    .command('list')
    .description('Every consent of a wallet, newest first, and its state on the chain.')
    .requiredOption('--subject <name>', 'whose wallet')
    .action(perform(session, z.strictObject({ subject: localName }), listConsents))
  consent
    .command('show <id>')
    .description('What was allowed, and what the chain says of it now.')
    .requiredOption('--subject <name>', 'whose wallet holds it')
    .option('--receipt', 'the consent receipt (ISO/IEC TS 27560), which anyone can verify offline')
    .action(perform(session, oneConsent.extend({ receipt: z.boolean().optional() }), showConsent))
  for (const [action, description] of Object.entries(consentActions)) {
    const verb = action as keyof typeof consentActions // its own key
    consent
      .command(`${verb} <id>`)
      .description(description)
      .requiredOption('--subject <name>', 'whose wallet holds it')
      .action(
        perform(session, oneConsent, (options, context) => changeConsent(verb, options, context)),
      )
  }
}
