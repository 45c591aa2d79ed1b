import dagre from '@dagrejs/dagre';
import { useNavigate } from '@tanstack/react-router';
import { Background, Controls, type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import type { ReadBody } from '#observatory-client';
import { shortId } from '../../data/format';
import { useSettings } from '../../data/settings';
import { State, stateColour } from '../../kit/state';
import styles from './flows.module.css';

type Flow = ReadBody<'/v1/jobs/{id}/flow'>;
type JobNode = Node<{ readonly job: Flow['nodes'][number]; readonly chosen: boolean }, 'job'>;

const [WIDTH, HEIGHT] = [190, 58];

/** The graph from left to right, parents before children; a click opens a job. */
export function FlowGraph({ nodes, edges, chosen }: { nodes: Flow['nodes']; edges: Flow['edges']; chosen: string }): ReactNode {
  const navigate = useNavigate();
  const { theme } = useSettings();
  const shape = `${nodes.map(({ id }) => id).join()} ${edges.map(({ from, to }) => from + to).join()}`;
  const places = useMemo(() => placesOf(nodes, edges), [shape]); // laid out anew when its shape changes, not with each state
  const drawn = nodes.map((job): JobNode => ({ id: job.id, type: 'job', position: places.get(job.id) ?? { x: 0, y: 0 }, data: { job, chosen: job.id === chosen }, width: WIDTH, height: HEIGHT }));
  const lines = edges.map(({ from, to }): Edge => ({ id: `${from}-${to}`, source: from, target: to, animated: nodes.find(({ id }) => id === from)?.status === 'RUNNING' }));
  return (
    <div className={styles.graph}>
      <ReactFlow<JobNode>
        nodes={drawn}
        edges={lines}
        nodeTypes={NODES}
        colorMode={theme}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        minZoom={0.05}
        nodesDraggable={false}
        nodesConnectable={false}
        onlyRenderVisibleElements
        onNodeClick={(_, node) => void navigate({ to: '/jobs/$id', params: { id: node.id } })}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

const NODES = { job: JobBox };

function JobBox({ data: { job, chosen } }: NodeProps<JobNode>): ReactNode {
  return (
    <div className={styles.box} data-chosen={chosen} style={{ '--state': stateColour(job.status) } as CSSProperties}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <b className="truncate">{job.type}</b>
      <span>
        <State of={job.status} /> <span className="mono muted">{shortId(job.id)}</span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

function placesOf(nodes: Flow['nodes'], edges: Flow['edges']): Map<string, { x: number; y: number }> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 70 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
    return new Map(
    nodes.map(({ id }) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: x - WIDTH / 2, y: y - HEIGHT / 2 }];
    }),
  );
}
