// The graph itself: React Flow with our nodes, dragging, connecting and the keyboard.
import {
  ConnectionMode, MarkerType, MiniMap, ReactFlow, applyEdgeChanges, applyNodeChanges,
  useReactFlow, useStore,
} from "@xyflow/react";
import { forwardRef, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { settle, toEdges, toFlow } from "./geometry.js";
import { useKeys } from "./keys.js";
import { Container, Resource } from "./nodes.jsx";

const TYPES = { resource: Resource, container: Container };
const MANY = 60;
const FAR = 0.62;
const ARROW = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: "var(--dc-edge)" };
const LINE = { markerStart: ARROW };
const FIT = { padding: 0.06, maxZoom: 1.1 };

export const Graph = forwardRef(function Graph({ data, channel, toggle }, outside) {
  const flow = useReactFlow();
  const box = useRef(null);
  const dragging = useRef(false);
  const fitNext = useRef(false);
  const [nodes, setNodes] = useState(() => toFlow(data, []));
  const [edges, setEdges] = useState([]);
  const far = useStore((state) => state.transform[2] < FAR);
  const latest = useRef(nodes);
  latest.current = nodes;

  useEffect(() => {
    if (!dragging.current) setNodes((before) => toFlow(data, before));
    if (fitNext.current) {
      fitNext.current = false;
      requestAnimationFrame(() => flow.fitView(FIT));
    }
  }, [data, flow]);
  useEffect(() => setEdges((before) => toEdges(data, before)), [data]);

  const changed = (changes) => {
    setNodes((before) => {
      const after = applyNodeChanges(changes, before);
      const dragged = new Set(changes.filter((c) => c.type === "position").map((c) => c.id));
      return dragged.size ? settle(after, before, dragged) : after;
    });
  };
  const sendMoves = () => {
    const drawn = new Map(data.nodes.map((n) => [n.id, n]));
    const spots = {};
    for (const node of latest.current) {
      const was = drawn.get(node.id);
      const { x, y } = node.position;
      const still = !was || (Math.round(x) === was.x && Math.round(y) === was.y);
      if (node.type === "resource" && !still) spots[node.id] = [Math.round(x), Math.round(y)];
    }
    if (Object.keys(spots).length) channel.send("move", { spots });
  };
  const connect = (user, needed) => {
    if (user && needed && user !== needed) channel.send("connect", { user, needed });
  };
  const dropped = (event, state) => {
    if (state.isValid || !state.fromNode) return;
    const point = event.changedTouches?.[0] ?? event;
    const hit = box.current.getRootNode().elementFromPoint(point.clientX, point.clientY);
    const other = hit?.closest(".react-flow__node")?.dataset.id;
    const [one, two] = [state.fromNode.id, other];
    if (state.fromHandle.type === "target") connect(one, two);
    else connect(two, one);
  };
  const remove = () => {
    const lines = edges.filter((e) => e.selected);
    const names = latest.current.filter((n) => n.selected).map((n) => n.id);
    if (names.length) channel.send("remove", { names });
    else for (const line of lines) channel.send("disconnect", { user: line.target, needed: line.source });
  };
  const tools = useMemo(
    () => ({
      focus: () => box.current?.focus({ preventScroll: true }),
      fit: () => flow.fitView(FIT),
      zoom: (by) => flow.zoomTo(flow.getZoom() * by),
      arrange: () => {
        fitNext.current = true;
        channel.send("arrange");
      },
      reveal: (id) => {
        const node = latest.current.find((n) => n.id === id);
        const seen = box.current.getBoundingClientRect();
        const { x, y } = flow.flowToScreenPosition(node.position);
        const zoom = flow.getZoom();
        const hidden = x < seen.left || y < seen.top || y + 30 * zoom > seen.bottom ||
          x + Math.min(node.width, 172) * zoom > seen.right;
        if (hidden) flow.setCenter(node.position.x + 86, node.position.y + 30, { zoom });
      },
      middle: () => {
        const { left, top, width, height } = box.current.getBoundingClientRect();
        return flow.screenToFlowPosition({ x: left + width / 2 - 90, y: top + height / 2 - 30 });
      },
    }),
    [flow, channel],
  );
  useImperativeHandle(outside, () => tools, [tools]);
  const keys = useKeys({
    box, latest, setNodes, data, channel, toggle, tools, connect, remove, sendMoves,
  });

  return (
    <div
      onFocus={(event) => {
        const id = event.target.classList.contains("react-flow__node") && event.target.dataset.id;
        if (id && event.target.matches(":focus-visible")) tools.reveal(id);
      }}
      className={`dc-graph${far ? " dc-far" : ""}`} ref={box} tabIndex={-1} onKeyDown={keys.down} onKeyUp={keys.up}
      role="application" aria-roledescription="canvas" aria-label={`Canvas of ${data.name}`}
    >
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={TYPES} defaultEdgeOptions={LINE}
        onNodesChange={changed}
        onEdgesChange={(changes) => setEdges((now) => applyEdgeChanges(changes, now))}
        onNodeDragStart={() => { dragging.current = true; }}
        onNodeDragStop={() => { dragging.current = false; sendMoves(); }}
        onSelectionDragStop={() => { dragging.current = false; sendMoves(); }}
        onNodeClick={(_, node) => channel.send("select", { name: node.id })}
        onPaneClick={() => data.selected && channel.send("select", { name: "" })}
        onConnect={({ source, target }) => connect(target, source)}
        onConnectEnd={dropped}
        connectionMode={ConnectionMode.Loose} connectionRadius={24} nodeDragThreshold={3}
        deleteKeyCode={null} disableKeyboardA11y
        minZoom={0.1} maxZoom={2} fitView fitViewOptions={FIT}
        zoomOnScroll={false} preventScrolling={false} zoomOnDoubleClick={false}
        elevateNodesOnSelect={false} proOptions={{ hideAttribution: true }}
      >
        {nodes.length > MANY && <MiniMap pannable zoomable ariaLabel="Overview" nodeBorderRadius={8} />}
      </ReactFlow>
      {data.nodes.length === 0 && (
        <div className="dc-empty">
          <p>Nothing is drawn yet.</p>
          <button onClick={() => toggle("palette")}>Add a resource</button>
        </div>
      )}
      {keys.connecting && (
        <p className="dc-hint" role="status">
          What does {keys.connecting} need? Go there with the arrows and press Enter.
        </p>
      )}
    </div>
  );
});
