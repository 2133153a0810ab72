// How one resource and one container look.
import { Handle, Position } from "@xyflow/react";
import { memo } from "react";

export function Marks({ node }) {
  return (
    <span className="dc-marks">
      {node.cost && <span className="dc-cost">{node.cost}</span>}
      {node.problems.length > 0 && <span className="dc-open">incomplete</span>}
      {node.findings && (
        <span className={`dc-finding dc-${node.severity}`}>
          <i aria-hidden="true" />
          {node.count} {node.severity}
        </span>
      )}
    </span>
  );
}

function hint(node) {
  return [node.type, node.cost, node.findings, ...node.problems].filter(Boolean).join("\n");
}

export const Resource = memo(function Resource({ data }) {
  return (
    <div className={`dc-node${data.problems.length ? " dc-incomplete" : ""}`} title={hint(data)}>
      <Handle type="target" position={Position.Left} aria-label={`${data.id} needs`} />
      <span className="dc-mark" aria-hidden="true">{data.mark}</span>
      <span className="dc-words">
        <span className="dc-kind">{data.title} {data.times}</span>
        <span className="dc-name">{data.id}</span>
        <Marks node={data} />
      </span>
      <Handle type="source" position={Position.Right} aria-label={`${data.id} is needed by`} />
    </div>
  );
});

export const Container = memo(function Container({ data }) {
  return (
    <div className={`dc-group dc-${data.container || "plain"}`}>
      <Handle type="target" position={Position.Left} aria-label={`${data.id} needs`} />
      <div className="dc-group-head" title={hint(data)}>
        <span className="dc-kind">{data.title} {data.times}</span>
        <span className="dc-name">{data.id}</span>
        <Marks node={data} />
      </div>
      <Handle type="source" position={Position.Right} aria-label={`${data.id} is needed by`} />
    </div>
  );
});
