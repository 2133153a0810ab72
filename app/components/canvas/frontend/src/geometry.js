// Places: containers wrap their members, and the keyboard finds the neighbour in a direction.
const PAD = 16;
const HEAD = 36;

// What did not change stays the same object, so that it is not drawn again.
export function toFlow(data, previous) {
  const before = new Map(previous.map((n) => [n.id, n]));
  const depth = depths(data.nodes);
  return [...data.nodes]
    .sort((a, b) => Number(b.group) - Number(a.group) || depth[a.id] - depth[b.id])
    .map((node) => {
      const old = before.get(node.id);
      const zIndex = node.group ? depth[node.id] : 20;
      return old && unchanged(old, node, zIndex) ? old : flowNode(node, zIndex, old);
    });
}

function unchanged(old, node, zIndex) {
  const { x, y } = old.position;
  const here = x === node.x && y === node.y && old.width === node.w && old.height === node.h;
  return here && old.zIndex === zIndex && JSON.stringify(old.data) === JSON.stringify(node);
}

function flowNode(node, zIndex, old) {
  return {
    id: node.id,
    type: node.group ? "container" : "resource",
    position: { x: node.x, y: node.y },
    width: node.w,
    height: node.h,
    measured: old?.measured,
    data: node,
    selected: Boolean(old?.selected),
    zIndex,
    ariaLabel: spoken(node),
    ...(node.group && { dragHandle: ".dc-group-head", style: { pointerEvents: "none" } }),
  };
}

export function toEdges(data, previous) {
  const before = new Map(previous.map((e) => [e.id, e]));
  const busy = data.selected;
  return data.edges.map((edge) => {
    const id = `${edge.user}>${edge.needed}`;
    const className = [
      edge.by === "depends_on" ? "dc-order" : "",
      busy && edge.user !== busy && edge.needed !== busy ? "dc-faint" : "",
      busy && (edge.user === busy || edge.needed === busy) ? "dc-strong" : "",
    ].join(" ");
    const old = before.get(id);
    if (old && old.className === className && old.data.by === edge.by) return old;
    return {
      id,
      source: edge.needed,
      target: edge.user,
      data: edge,
      zIndex: 10,
      focusable: false,
      className,
      ariaLabel: `${edge.user} needs ${edge.needed}: ${edge.by}`,
    };
  });
}

export function spoken(node) {
  return [
    `${node.title} ${node.id} ${node.times}`.trim(),
    node.parent && `in ${node.parent}`,
    node.cost,
    node.findings,
    node.problems.length ? `incomplete: ${node.problems.join(" ")}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function depths(nodes) {
  const parent = Object.fromEntries(nodes.map((n) => [n.id, n.parent]));
  const found = {};
  for (const node of nodes) {
    let depth = 0;
    for (let at = parent[node.id]; at && depth < 9; at = parent[at]) depth += 1;
    found[node.id] = depth;
  }
  return found;
}

// After a change of positions: members follow a dragged container, containers follow members.
export function settle(nodes, before, dragged) {
  const old = new Map(before.map((n) => [n.id, n]));
  const moved = new Map();
  for (const node of nodes) {
    if (!dragged.has(node.id) || node.type !== "container") continue;
    const from = old.get(node.id);
    const dx = node.position.x - from.position.x;
    const dy = node.position.y - from.position.y;
    if (dx || dy) for (const id of inside(node.id, nodes)) moved.set(id, [dx, dy]);
  }
  const carried = moved.size
    ? nodes.map((n) => {
        const by = !dragged.has(n.id) && moved.get(n.id);
        if (!by) return n;
        return { ...n, position: { x: n.position.x + by[0], y: n.position.y + by[1] } };
      })
    : nodes;
  return wrap(carried);
}

export function inside(id, nodes) {
  const found = [];
  const open = [id];
  while (open.length) {
    const name = open.pop();
    for (const node of nodes) {
      if (node.data.parent === name && node.id !== name) {
        found.push(node.id);
        open.push(node.id);
      }
    }
  }
  return found;
}

function wrap(nodes) {
  const at = new Map(nodes.map((n) => [n.id, n]));
  const groups = nodes.filter((n) => n.type === "container").reverse();
  for (const group of groups) {
    const members = [...at.values()].filter((n) => n.data.parent === group.id);
    if (!members.length) continue;
    const x = Math.min(...members.map((n) => n.position.x)) - PAD;
    const y = Math.min(...members.map((n) => n.position.y)) - HEAD;
    const width = Math.max(...members.map((n) => n.position.x + n.width)) + PAD - x;
    const height = Math.max(...members.map((n) => n.position.y + n.height)) + PAD - y;
    const same =
      group.position.x === x && group.position.y === y && group.width === width &&
      group.height === height;
    if (!same) at.set(group.id, { ...group, position: { x, y }, width, height });
  }
  return nodes.map((n) => at.get(n.id));
}

export function neighbour(nodes, from, key) {
  const [ux, uy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const middle = (n) => [n.position.x + (n.type === "container" ? 40 : n.width / 2),
    n.position.y + (n.type === "container" ? 14 : n.height / 2)];
  const start = nodes.find((n) => n.id === from);
  if (!start) return nodes[0];
  const [sx, sy] = middle(start);
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    if (node.id === from) continue;
    const [x, y] = middle(node);
    const ahead = (x - sx) * ux + (y - sy) * uy;
    const aside = Math.abs((x - sx) * uy) + Math.abs((y - sy) * ux);
    const cost = ahead + 2.5 * aside;
    if (ahead > 1 && cost < least) [best, least] = [node, cost];
  }
  return best;
}
