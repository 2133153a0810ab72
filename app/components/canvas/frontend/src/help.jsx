// Which keys there are.
const KEYS = [
  ["Tab, arrows", "go to another resource"],
  ["Enter", "edit its properties"],
  ["a", "add a resource"],
  ["c", "connect: then arrows and Enter choose what it needs"],
  ["Shift + arrows", "move it"],
  ["Delete", "remove it"],
  ["Ctrl + D", "duplicate it"],
  ["Ctrl + Z, Ctrl + Shift + Z", "undo, redo"],
  ["l", "arrange everything"],
  ["f", "show everything"],
  ["Escape", "leave what you are doing"],
  ["?", "show or hide these keys"],
];

export function Help({ onClose }) {
  return (
    <section className="dc-help" role="dialog" aria-label="Keys">
      <header><b>Keys</b><button onClick={onClose} autoFocus>Close</button></header>
      <dl>
        {KEYS.map(([key, does]) => (
          <div key={key}><dt>{key}</dt><dd>{does}</dd></div>
        ))}
      </dl>
      <p>
        Drag from the left side of a resource to what it needs. A line is a reference; select it
        and press Delete to take it away. Drawn with React Flow.
      </p>
    </section>
  );
}
