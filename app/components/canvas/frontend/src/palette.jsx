// What can be added: search over portable kinds and native types, by group.
import { useEffect, useMemo, useRef, useState } from "react";

const PAUSE_MS = 300;

export function Palette({ groups, found, onFind, onAdd, onClose }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef(null);
  const list = useRef(null);
  useEffect(() => input.current.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => onFind(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onFind]);
  const shown = useMemo(() => matching(groups, found, text), [groups, found, text]);
  const flat = shown.flatMap((g) => g.entries);
  const keys = (event) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown") setAt(Math.min(at + 1, flat.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && flat[at]) onAdd(flat[at].type);
    else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    list.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <section className="dc-palette" aria-label="Add a resource" onKeyDown={keys}>
      <header>
        <input
          ref={input}
          value={text}
          onChange={(e) => { setText(e.target.value); setAt(0); }}
          placeholder="Search kinds and types"
          aria-label="Search kinds and types"
          role="combobox"
          aria-expanded="true"
          aria-controls="dc-types"
          aria-activedescendant={flat[at] ? `dc-type-${flat[at].type}` : undefined}
        />
        <button onClick={onClose} aria-label="Close the palette">Close</button>
      </header>
      <div id="dc-types" role="listbox" aria-label="Kinds and types" ref={list}>
        {shown.map((group) => (
          <div role="group" aria-label={group.title} key={group.title}>
            <p>{group.title}</p>
            {group.entries.map((entry) => (
              <button
                key={entry.type}
                id={`dc-type-${entry.type}`}
                role="option"
                tabIndex={-1}
                aria-selected={flat[at] === entry}
                onClick={() => onAdd(entry.type)}
              >
                <span className="dc-mark" aria-hidden="true">{entry.mark}</span>
                <span>{entry.title}</span>
                <code>{entry.type}</code>
              </button>
            ))}
          </div>
        ))}
        {flat.length === 0 && <p>No type has these words.</p>}
      </div>
    </section>
  );
}

function matching(groups, found, text) {
  const words = text.toLowerCase().split(/[\s_]+/).filter(Boolean);
  const fits = (e) => {
    const own = `${e.type} ${e.title} ${e.words}`.toLowerCase();
    return words.every((w) => own.includes(w));
  };
  const kept = groups
    .map((g) => ({ ...g, entries: words.length ? g.entries.filter(fits) : g.entries }))
    .filter((g) => g.entries.length);
  const others = words.length ? found.filter(fits) : [];
  return others.length ? [...kept, { title: "Every other type", entries: others }] : kept;
}
