/** The page's own style: nothing is loaded from elsewhere. */
export const style = `
:root { color-scheme: light; --ink: #1c2430; --soft: #4f5b69; --line: #d6dce4; --main: #1f5fa8 }
* { box-sizing: border-box }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); max-width: 64rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: break-word }
h1 { line-height: 1.2 } .dashed { stroke-dasharray: 7 4 } .leader { stroke: #111; stroke-width: .8 } h2 { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem }
p { max-width: 46rem } nav li { margin: .2rem 0 } h3 { margin: 0 0 .4rem; font-size: 1rem }
.answers { max-width: 50rem; margin: 1rem 0; padding: .8rem 1.2rem; border-left: 4px solid var(--main); background: #f0f5fb }
.evidence { max-width: 50rem } .evidence ol { padding-left: 1.3rem } .evidence li { margin: .4rem 0 } .answers p { margin: .3rem 0 } .answers ol { margin: .3rem 0 0; padding-left: 1.3rem } .answers li { margin: .4rem 0 } .answers h2 { all: unset; font-weight: 600 }
.table { margin: 1.5rem 0 } .scroll { overflow-x: auto; position: relative }
table { border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem }
caption span { position: sticky; left: 0; display: inline-block; max-width: min(60rem, calc(100vw - 2.6rem)) }
th, td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
thead th { vertical-align: bottom; font-size: .9rem; max-width: 9rem } tbody th { font-weight: 400 } .name:not(.long) { white-space: nowrap }
td.number, th.number { text-align: right } td.number { white-space: nowrap }
.note, figcaption { color: var(--soft); font-size: .9rem; max-width: 46rem } .cue { display: none; margin: 0 0 .3rem; color: var(--main); font-size: .85rem }
details { margin: 1rem 0 1.5rem } summary { cursor: pointer; color: var(--main) }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 30rem)); gap: 2rem 1.5rem; margin: 2rem 0 }
figure { margin: 0 } svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: var(--ink) }
dl { max-width: 50rem } dt { font-weight: 600; margin-top: .7rem } dd { margin: 0 }
.grid { stroke: var(--line); stroke-width: .6 } .reference { stroke: var(--soft); stroke-dasharray: 4 4 }
.curve { stroke-width: 1.8 } .bar { fill: var(--main) } .goods { fill: #9dbfe0 } .bads { fill: none; stroke: #b3341f; stroke-width: 1.4 }
.c0 { stroke: #1f5fa8 } .c1 { stroke: #b3341f } .c2 { stroke: #2c7d4f } .c3 { stroke: #8a4fb0 }
.c4 { stroke: #b07a12 } .c5 { stroke: #157f86 } .c6 { stroke: #5a6675 } .c7 { stroke: #111 }
.key text { stroke: none } .model { fill: #e8f0f9; stroke: var(--main); stroke-width: 1.4 }
.arrow path { stroke: var(--soft); fill: none } .arrow polygon { fill: var(--soft) }
.tie { stroke: #8593a3; stroke-width: .8 } .subject { fill: var(--main) } .delinquent { fill: #111; stroke: #111 }
.customer { fill: #fff; stroke: #111 } .stranger { fill: #aab4c0 } .applicant { fill: #e0771a; stroke: #111; stroke-width: 1.5 }
.mark { font-weight: 700; paint-order: stroke; stroke: #fff; stroke-width: 4px }
@media screen and (max-width: 44rem) {
  body { margin-top: .6rem } h1 { font-size: 1.25rem; margin: .3rem 0 } .answers { font-size: .9rem; line-height: 1.4; margin: .5rem 0; padding: .5rem .8rem } .wide table { width: max-content } svg { font-size: 15px } th, td { padding-right: .7rem; font-size: .9rem } .wide .cue { display: block }
  .wide .scroll { border-right: 3px solid var(--main) }
  .wide tbody th, .wide thead th:first-child { position: sticky; left: 0; background: #fff; z-index: 1 }
  .wide tbody th.long { min-width: 7rem; max-width: 10rem } .wide thead th { vertical-align: top; max-width: 10rem } .wide td { max-width: 14rem }
}
@media print {
  nav { display: none } .scroll { overflow: visible } table { font-size: 7.5pt } th, td { font-size: inherit; padding: .1rem .4rem .1rem 0 } thead th { font-size: 7pt; max-width: 6rem } thead { display: table-header-group } tr, figure, .answers { break-inside: avoid }
  h2, h3, caption { break-after: avoid } .figures { grid-template-columns: 1fr 1fr } body { max-width: none; margin: 0 } .cue { display: none }
}
`
