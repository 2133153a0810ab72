// The canvas: draws what Python sent, sends operations, keeps only drags and focus to itself.
import { ReactFlowProvider } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Cards } from "./cards.jsx";
import { Graph } from "./graph.jsx";
import { Help } from "./help.jsx";
import { Palette } from "./palette.jsx";

const NARROW_PX = 640;

export function Canvas({ data, channel }) {
  const host = useRef(null);
  const graph = useRef(null);
  const [narrow, setNarrow] = useState(false);
  const [open, setOpen] = useState("");
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setNarrow(entry.contentRect.width < NARROW_PX));
    watch.observe(host.current);
    return () => watch.disconnect();
  }, []);
  const find = useCallback((text) => channel.find(text), [channel]);
  const close = useCallback(() => {
    setOpen("");
    graph.current?.focus();
  }, []);
  const add = (type) => {
    channel.send("add", { type, ...graph.current?.middle() });
    close();
  };
  useCloseFocus(data, host);
  const toggle = (what) => setOpen((now) => (now === what ? "" : what));
  return (
    <div ref={host} className={`dc ${narrow ? "dc-narrow" : ""}`}>
      <Toolbar data={data} channel={channel} graph={graph} narrow={narrow} toggle={toggle} />
      {narrow ? (
        <Cards data={data} channel={channel} />
      ) : (
        <ReactFlowProvider>
          <Graph ref={graph} data={data} channel={channel} toggle={toggle} />
        </ReactFlowProvider>
      )}
      {open === "palette" && (
        <Palette
          groups={data.palette} found={data.found} onFind={find} onAdd={add} onClose={close}
        />
      )}
      {open === "help" && <Help onClose={close} />}
      {data.choices.length > 0 && <Choices data={data} channel={channel} />}
      <p className={`dc-said${data.refused ? " dc-refused" : ""}`} role="status" aria-live="polite">
        {data.said}
      </p>
    </div>
  );
}

// A resource that was just added or chosen by the keyboard takes the focus it asked for.
function useCloseFocus(data, host) {
  const known = useRef(null);
  useEffect(() => {
    const before = known.current;
    known.current = new Set(data.nodes.map((n) => n.id));
    if (!before || !data.selected || before.has(data.selected)) return;
    requestAnimationFrame(() => {
      host.current?.querySelector(`[data-id="${CSS.escape(data.selected)}"]`)?.focus();
    });
  }, [data.revision]);
}

function Toolbar({ data, channel, graph, narrow, toggle }) {
  const skip = () => document.querySelector(".st-key-design_form input, .st-key-design_form textarea")?.focus();
  return (
    <div className="dc-tools" role="toolbar" aria-label="Canvas">
      <button className="dc-skip" onClick={skip}>Skip to the properties</button>
      <button onClick={() => toggle("palette")}>Add a resource</button>
      <button disabled={!data.canUndo} onClick={() => channel.send("undo")}>Undo</button>
      <button disabled={!data.canRedo} onClick={() => channel.send("redo")}>Redo</button>
      {!narrow && (
        <>
          <button onClick={() => graph.current?.arrange()}>Arrange</button>
          <button onClick={() => graph.current?.fit()}>Fit</button>
          <button onClick={() => graph.current?.zoom(1.25)} aria-label="Zoom in">+</button>
          <button onClick={() => graph.current?.zoom(0.8)} aria-label="Zoom out">−</button>
          <button onClick={() => toggle("help")} aria-label="Keys">?</button>
        </>
      )}
    </div>
  );
}

function Choices({ data, channel }) {
  return (
    <section className="dc-choices" role="dialog" aria-label={data.said}>
      <b>{data.said}</b>
      {data.choices.map(({ words, ...rest }, index) => (
        <button key={rest.by} autoFocus={index === 0} onClick={() => channel.send("connect", rest)}>
          {words}
        </button>
      ))}
      <button className="dc-quiet" onClick={() => channel.send("select", { name: data.selected })}>
        Do not connect
      </button>
    </section>
  );
}
