/** Upper bounds in seconds; a relayed query may take some seconds, a direct one some milliseconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Histogram {
  readonly counts: number[]
  sum: number
  total: number
}

export interface HttpMetrics {
  observe(route: string, status: number, seconds: number): void
  /** A figure read whenever the metrics are. */
  addGauge(name: string, help: string, read: () => number): void
  /** The text format of Prometheus, version 0.0.4. */
  render(): string
}

/** Counts requests by route and status. No label ever names a caller or a person. */
export function createMetrics(): HttpMetrics {
  const requests = new Map<string, number>()
  const latencies = new Map<string, Histogram>()
  const gauges: { name: string; help: string; read: () => number }[] = []
  return {
    observe(route, status, seconds) {
      const labels = `route="${route}",status="${status}"`
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
      const histogram = latencies.get(route) ?? { counts: bounds.map(() => 0), sum: 0, total: 0 }
      latencies.set(route, histogram)
      const slot = bounds.findIndex((bound) => seconds <= bound)
      if (slot >= 0) histogram.counts[slot] = (histogram.counts[slot] ?? 0) + 1
      histogram.sum += seconds
      histogram.total += 1
    },
    addGauge: (name, help, read) => void gauges.push({ name, help, read }),
    render: () =>
      [
        ...renderRequests(requests),
        ...renderLatencies(latencies),
        ...gauges.flatMap(({ name, help, read }) => [
          ...heading(name, help, 'gauge'),
          `${name} ${read()}`,
        ]),
        '',
      ].join('\n'),
  }
}

function renderRequests(requests: ReadonlyMap<string, number>): string[] {
  const name = 'creditmesh_http_requests_total'
  return [
    ...heading(name, 'Requests answered, by route and status.', 'counter'),
    ...[...requests].map(([labels, count]) => `${name}{${labels}} ${count}`),
  ]
}

function renderLatencies(latencies: ReadonlyMap<string, Histogram>): string[] {
  const name = 'creditmesh_http_request_duration_seconds'
  const lines = heading(name, 'Time from the request line to the answer.', 'histogram')
  for (const [route, { counts, sum, total }] of latencies) {
    let cumulative = 0
    bounds.forEach((bound, index) => {
      cumulative += counts[index] ?? 0
      lines.push(`${name}_bucket{route="${route}",le="${bound}"} ${cumulative}`)
    })
    lines.push(`${name}_bucket{route="${route}",le="+Inf"} ${total}`)
    lines.push(`${name}_sum{route="${route}"} ${sum}`, `${name}_count{route="${route}"} ${total}`)
  }
  return lines
}

function heading(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}
