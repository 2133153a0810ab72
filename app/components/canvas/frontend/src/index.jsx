// Streamlit calls the default export with new data; React keeps what is on the screen.
import { createRoot } from "react-dom/client";
import "./canvas.css";
import { Canvas } from "./canvas.jsx";
import { Channel } from "./channel.js";

const mounted = new WeakMap();

export default function render({ data, parentElement, setTriggerValue }) {
  let place = mounted.get(parentElement);
  if (!place) {
    const host = document.createElement("div");
    host.className = "dc-host";
    parentElement.appendChild(host);
    place = { root: createRoot(host), host, channel: new Channel() };
    mounted.set(parentElement, place);
  }
  place.channel.listen(data, setTriggerValue);
  place.root.render(<Canvas data={data} channel={place.channel} />);
  return () => {
    // Streamlit may call this and render again at once: only a canvas that left the page ends.
    setTimeout(() => {
      if (!place.host.isConnected) {
        place.root.unmount();
        mounted.delete(parentElement);
      }
    }, 1000);
  };
}
