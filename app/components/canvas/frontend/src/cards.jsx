// The same design as a list, for narrow screens: cards in order, one column.
import { useState } from "react";
import { Marks } from "./nodes.jsx";

export function Cards({ data, channel }) {
  const needs = {};
  for (const edge of data.edges) (needs[edge.user] ??= []).push(edge.needed);
  return (
    <ol className="dc-cards" aria-label="Resources">
      {data.nodes.map((node) => (
        <li key={node.id} className={node.id === data.selected ? "dc-chosen" : ""}>
          <button
            className="dc-card"
            aria-pressed={node.id === data.selected}
            onClick={() => channel.send("select", { name: node.id })}
          >
            <span className="dc-mark" aria-hidden="true">{node.mark}</span>
            <span className="dc-words">
              <span className="dc-kind">
                {node.title} {node.times}{node.parent && ` in ${node.parent}`}
              </span>
              <span className="dc-name">{node.id}</span>
              <Marks node={node} />
              {needs[node.id] && <span className="dc-kind">needs {needs[node.id].join(", ")}</span>}
            </span>
          </button>
          {node.id === data.selected && <Actions node={node} data={data} channel={channel} />}
        </li>
      ))}
    </ol>
  );
}

function Actions({ node, data, channel }) {
  const [target, setTarget] = useState("");
  const others = data.nodes.filter((n) => n.id !== node.id);
  return (
    <div className="dc-actions">
      <button onClick={() => document.querySelector(".st-key-design_form")?.scrollIntoView()}>
        Its properties
      </button>
      <select value={target} onChange={(e) => setTarget(e.target.value)} aria-label={`What ${node.id} needs`}>
        <option value="">Connect to …</option>
        {others.map((n) => <option key={n.id}>{n.id}</option>)}
      </select>
      <button
        disabled={!target}
        onClick={() => channel.send("connect", { user: node.id, needed: target })}
      >
        Connect
      </button>
      <button onClick={() => channel.send("duplicate", { name: node.id })}>Duplicate</button>
      <button onClick={() => channel.send("remove", { names: [node.id] })}>Remove</button>
    </div>
  );
}
