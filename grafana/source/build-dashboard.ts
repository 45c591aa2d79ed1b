import { AnnotationQueryBuilder, ConstantVariableBuilder, type Dashboard as Model, DashboardBuilder, DashboardCursorSync, DashboardLinkBuilder, DashboardLinkType, DatasourceVariableBuilder, QueryVariableBuilder, RowBuilder, VariableHide, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, heightOf, PROMETHEUS } from './build-panel';
import type { Dashboard, Panel, Row, Variable } from './panel';

const TAG = 'job-observatory';

/** Where a browser on this machine finds the observatory; the same for the native stack and for compose. A deployment changes this one variable. */
export const OBSERVATORY_URL = 'http://127.0.0.1:13003';

/** The dashboard as Grafana loads it. Grafana itself would fill in the rest; nothing here depends on the time or the machine. */
export function buildDashboard(dashboard: Dashboard): Model {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(dashboard.description)
    .tags([TAG])
    .timezone('utc')
    .readonly()
    .version(1)
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([dataSource(), ...dashboard.variables.map(variable), observatory()])
    .annotations([firingAlerts()])
    .links(links());
  let y = 0;
  let id = 1;
  for (const row of dashboard.rows) {
    const heading = row.title === undefined ? undefined : new RowBuilder(row.title).id(id++).gridPos({ x: 0, y: y++, w: 24, h: 1 });
    const panels = layOut(row).map(({ panel, x, down }) => buildPanel(panel, { id: id++, x, y: y + down }));
    if (heading !== undefined && row.collapsed === true) {
      // The panels of a row that is shut are inside it, and take no room.
      builder.withRow(panels.reduce((shut, panel) => shut.withPanel(panel), heading.collapsed(true)));
      continue;
    }
    if (heading !== undefined) builder.withRow(heading);
    for (const panel of panels) builder.withPanel(panel);
    y += heightOfRow(row);
  }
  return builder.build();
}

/** Panels from left to right; those that find no more room begin a new line. */
export function layOut(row: Row): { panel: Panel; x: number; down: number }[] {
  let x = 0;
  let down = 0;
  let tallest = 0;
  return row.panels.map((panel) => {
    if (x + panel.width > 24) {
      down += tallest;
      x = 0;
      tallest = 0;
    }
    const placed = { panel, x, down };
    x += panel.width;
    tallest = Math.max(tallest, heightOf(panel));
    return placed;
  });
}

const heightOfRow = (row: Row): number => Math.max(0, ...layOut(row).map(({ panel, down }) => down + heightOf(panel)));

const dataSource = () => new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus').current({ text: 'Prometheus', value: 'prometheus', selected: true });

const observatory = () => new ConstantVariableBuilder('observatory').value(OBSERVATORY_URL);

function variable({ name, label, metric, of }: Variable): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(PROMETHEUS)
    .query({ query: `label_values(${metric}, ${of})`, refId: name })
    .definition(`label_values(${metric}, ${of})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all', selected: true })
    .hide(VariableHide.DontHide);
}

/** Firing alerts are drawn over every graph. */
const firingAlerts = () =>
  new AnnotationQueryBuilder()
    .name('Firing alerts')
    .datasource(PROMETHEUS)
    .enable(true)
    .hide(false)
    .iconColor('red')
    .expr('ALERTS{alertstate="firing", severity=~"critical|warning"}')
    .step('10s')
    .titleFormat('{{alertname}}')
    .textFormat('{{service}} {{severity}}')
    .tagKeys('severity');

const links = () => [
  new DashboardLinkBuilder('Dashboards').type(DashboardLinkType.Dashboards).tags([TAG]).asDropdown(true).includeVars(false).keepTime(true),
  new DashboardLinkBuilder('Observatory').type(DashboardLinkType.Link).icon('external link').url('${observatory}/').targetBlank(true).tooltip('All user interfaces of the platform'),
  new DashboardLinkBuilder('Overview API').type(DashboardLinkType.Link).icon('external link').url('${observatory}/v1/overview').targetBlank(true).tooltip('The counts that the consoles show'),
];

/** The newest that the Grafana of the compose file knows; a newer Grafana migrates from here, an older would not. */
const SCHEMA_VERSION = 41;

/** The text of the file. The SDK's default place of links is a menu; without a place they stand in the open. */
export function dashboardJson(dashboard: Dashboard): string {
  const model = { ...buildDashboard(dashboard), schemaVersion: SCHEMA_VERSION };
  return `${JSON.stringify(model, (key, value: unknown) => (key === 'placement' && value === 'inControlsMenu' ? undefined : value), 2)}\n`;
}
