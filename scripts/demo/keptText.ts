/** How to go on with the network that `--keep` left, by commands that can be copied. */
export function keptText(dir: string): string {
  const command = (words: string) => `  npx creditmesh ${words} --dir ${dir}\n`
  return [
    '\nThe network stays up. Go on with it, in this checkout:\n',
    command('network status'),
    command('agency status a'),
    command('consent list --subject amal'),
    command('members list'),
    'Stop it, and delete all that is in it:\n',
    command('network down'),
    command('network reset --yes'),
  ].join('')
}
