import { BarGaugeDisplayMode, BigValueColorMode, BigValueGraphMode, BigValueTextMode, GraphThresholdsStyleMode, LegendDisplayMode, LegendPlacement, LineInterpolation, SortOrder, StackingMode, TooltipDisplayMode, VisibilityMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { GraphThresholdsStyleConfigBuilder, ReduceDataOptionsBuilder, StackingConfigBuilder, VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DashboardLinkBuilder, DashboardLinkType, FieldColorBuilder, FieldColorModeId, MappingType, type Panel as Model, type Threshold as ModelThreshold, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Panel, Query } from './panel';

/** Where a panel stands in the grid of 24 columns. */
export interface Place {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' } as const;

const HEIGHTS = { stat: 4, time: 8, bars: 8, table: 8 } as const satisfies Record<Panel['kind'], number>;

export const heightOf = (panel: Panel): number => panel.height ?? HEIGHTS[panel.kind];

/** Everything that the kinds of panel have in common, in the SDK's words. */
type AnyBuilder = StatBuilder | TimeSeriesBuilder | BarGaugeBuilder | TableBuilder;

export function buildPanel(panel: Panel, place: Place): Builder<Model> {
  const builder = builderOf(panel);
  builder
    .id(place.id)
    .title(panel.title)
    .description(panel.description)
    .datasource(PROMETHEUS)
    .gridPos({ x: place.x, y: place.y, w: panel.width, h: heightOf(panel) })
    .unit(panel.unit)
    .links(linksOf(panel))
    .targets(panel.queries.map((query, index) => target(panel, query, String.fromCharCode(65 + index))));
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  builder.thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(stepsOf(panel)));
  for (const [name, colour] of Object.entries(panel.colours ?? {})) {
    builder.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }]);
  }
  return builder;
}

/** The lowest step has no lower end, which JSON writes as null. */
function stepsOf(panel: Panel): ModelThreshold[] {
  const [lowest = { colour: 'green' }, ...others] = panel.thresholds ?? [{ colour: panel.kind === 'stat' ? 'text' : 'green' }];
  return [{ color: lowest.colour, value: null }, ...others.map(({ from, colour }) => ({ color: colour, value: from }))] as ModelThreshold[];
}

function target(panel: Panel, { expr, legend }: Query, refId: string): DataqueryBuilder {
  const built = new DataqueryBuilder().refId(refId).datasource(PROMETHEUS).expr(expr).legendFormat(legend);
  if (panel.kind === 'table') return built.instant().format(PromQueryFormat.Table);
  return panel.kind === 'bars' ? built.instant() : built.range();
}

function linksOf(panel: Panel): DashboardLinkBuilder[] {
  const link = (title: string, url: string) => new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(true);
  const runbooks = (panel.runbooks ?? []).map((alert) => link(`Runbook: ${alert}`, `\${observatory}/runbooks/${alert}`));
  return panel.more === undefined ? runbooks : [...runbooks, link('More about this', `/d/${panel.more}?\${__url_time_range}`)];
}

const last = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);

function builderOf(panel: Panel): AnyBuilder {
  switch (panel.kind) {
    case 'stat':
      return statOf(panel);
    case 'time':
      return timeOf(panel);
    case 'bars':
      return new BarGaugeBuilder()
        .displayMode(BarGaugeDisplayMode.Basic)
        .orientation(VizOrientation.Horizontal)
        .reduceOptions(last())
        .showUnfilled(true)
        .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds));
    case 'table':
      return new TableBuilder().withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } });
  }
}

function statOf(panel: Extract<Panel, { kind: 'stat' }>): StatBuilder {
  const words = Object.entries(panel.words ?? {}).map(([value, { text, colour }]) => ({ type: MappingType.ValueToText as const, options: { [value]: { text, color: colour } } }));
  const graph = panel.words === undefined && panel.named !== true;
  return new StatBuilder()
    .reduceOptions(last())
    .colorMode(panel.words === undefined ? BigValueColorMode.Value : BigValueColorMode.Background)
    .graphMode(graph ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .textMode(panel.named === true ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .mappings(words);
}

function timeOf(panel: Extract<Panel, { kind: 'time' }>): TimeSeriesBuilder {
  const builder = new TimeSeriesBuilder()
    .legend(new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).calcs([]))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .lineInterpolation(LineInterpolation.Linear)
    .lineWidth(panel.stacked === true ? 0 : 1)
    .fillOpacity(panel.stacked === true ? 70 : 8)
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .axisSoftMin(0);
  if (panel.stacked === true) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (panel.bound === true) builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  return builder;
}

