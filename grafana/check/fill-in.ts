/** How often Prometheus scrapes (prometheus/prometheus.yml) and the step that panels are asked with. */
export const SCRAPE_SECONDS = 5;

/** What Grafana makes of `$__rate_interval`: four scrapes. */
const RATE_INTERVAL = `${4 * SCRAPE_SECONDS}s`;

/**
 * The query with its variables filled in as Grafana does when "All" is chosen: the label variables become `.*`, the built-in ones become
 * intervals. Throws for a variable that the dashboard does not declare, which Grafana would send to Prometheus as it stands.
 */
export function fillIn(expr: string, variables: readonly string[], rangeSeconds: number): string {
  const values: Readonly<Record<string, string>> = {
    __rate_interval: RATE_INTERVAL,
    __interval: `${SCRAPE_SECONDS}s`,
    __range: `${Math.max(1, Math.round(rangeSeconds))}s`,
    ...Object.fromEntries(variables.map((name) => [name, '.*'])),
  };
  return expr.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined) => {
    const value = values[braced ?? bare ?? ''];
    if (value === undefined) throw new Error(`${whole} is no variable of this dashboard: ${expr}`);
    return value;
  });
}
