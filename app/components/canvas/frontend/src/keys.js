// The keyboard: every operation of the canvas without a pointer.
import { useRef, useState } from "react";
import { inside, neighbour, settle } from "./geometry.js";

const STEP_PX = 16;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function useKeys({ box, latest, setNodes, data, channel, toggle, tools, connect, remove, sendMoves }) {
  const [connecting, setConnecting] = useState("");
  const shifted = useRef(false);

  const focused = () => {
    const active = box.current.getRootNode().activeElement;
    return active?.closest(".react-flow__node")?.dataset.id || "";
  };
  const focusOn = (id) => {
    const node = box.current.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    node?.focus();
  };
  const shift = (id, key) => {
    const [dx, dy] = ARROWS[key];
    shifted.current = true;
    setNodes((before) => {
      const moved = new Set([id, ...inside(id, before)]);
      const after = before.map((n) =>
        moved.has(n.id)
          ? { ...n, position: { x: n.position.x + dx * STEP_PX, y: n.position.y + dy * STEP_PX } }
          : n);
      return settle(after, after, new Set());
    });
  };
  const arrow = (event, id) => {
    if (event.shiftKey && id) return shift(id, event.key);
    const next = neighbour(latest.current, id || data.selected, event.key);
    if (next) focusOn(next.id);
  };
  const enter = (id) => {
    if (connecting) {
      connect(connecting, id);
      setConnecting("");
    } else {
      channel.send("select", { name: id });
      goToForm(id);
    }
  };
  const command = (event) => {
    const key = event.key.toLowerCase();
    if (key === "z") channel.send(event.shiftKey ? "redo" : "undo");
    else if (key === "y") channel.send("redo");
    else if (key === "d" && (focused() || data.selected))
      channel.send("duplicate", { name: focused() || data.selected });
    else return false;
    return true;
  };
  const removeFocused = (id) => {
    const chosen = latest.current.some((n) => n.selected);
    if (id && !chosen) channel.send("remove", { names: [id] });
    else remove();
    tools.focus();
  };
  const plain = (event) => {
    const id = focused();
    const { key } = event;
    if (key in ARROWS) arrow(event, id);
    else if (key === "Enter" && id) enter(id);
    else if (key === "Delete" || key === "Backspace") removeFocused(id);
    else if (key === "Escape") setConnecting("");
    else if (key === "c" && id) setConnecting(id);
    else if (key === "a") toggle("palette");
    else if (key === "?") toggle("help");
    else if (key === "f") tools.fit();
    else if (key === "l") tools.arrange();
    else return false;
    return true;
  };
  const down = (event) => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const done = event.ctrlKey || event.metaKey ? command(event) : plain(event);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const up = (event) => {
    if (event.key === "Shift" && shifted.current) {
      shifted.current = false;
      setTimeout(sendMoves, 60);
    }
  };
  return { down, up, connecting };
}

// Streamlit draws the form of the resource some time after it was asked for, and may draw it again: the focus
// goes to its first field once it names the resource, and stays there until the person does something else.
const TICK_MS = 100;
const STAY_TICKS = 10;
const ANY_FORM_TICKS = 30; // inside a block the form does not name the resource
const END_TICKS = 150;

function goToForm(id) {
  const handled = new AbortController();
  for (const kind of ["keydown", "pointerdown"])
    setTimeout(() => addEventListener(kind, () => handled.abort(), { capture: true, signal: handled.signal }));
  let stayed = 0;
  let went = false;
  const look = (tick) => {
    if (handled.signal.aborted || stayed > STAY_TICKS || tick > END_TICKS) return handled.abort();
    const fields = [...document.querySelectorAll(".st-key-design_form :is(input, textarea)")];
    const shown = tick > ANY_FORM_TICKS || fields.some((field) => field.value === id);
    const lost = document.activeElement === document.body; // the field was drawn again
    if (fields.includes(document.activeElement) && shown) stayed += 1;
    else if (went && !lost) return handled.abort(); // somebody took the focus elsewhere
    else if (shown && fields[0]) {
      fields[0].focus();
      went = true;
    }
    setTimeout(() => look(tick + 1), TICK_MS);
  };
  look(0);
}
