// Usage: node watch.mjs URL TOKEN JOB
// Joins a job with the official client and prints one JSON line for each thing that happens. Ends when the job does,
// or at a refused connection.
import { io } from "socket.io-client";

const [url, token, job] = process.argv.slice(2);
const say = (what, data) => console.log(JSON.stringify({ what, data }));
const socket = io(url, { transports: ["websocket"], auth: { token }, reconnectionDelay: 50, reconnectionDelayMax: 200 });

let known = { epoch: 0, seq: 0 };
let over = false;

function heard(kind, events) {
  say(kind, events);
  for (const event of events) {
    known = { epoch: event.epoch, seq: event.seq };
    over ||= event.kind === "state" && ["completed", "failed", "cancelled"].includes(event.state);
  }
  if (over) socket.disconnect();
}

socket.on("connect", () =>
  socket.emit("subscribe", { job, ...known }, (ack) => {
    say("ack", ack);
    if (!ack.ok) return socket.disconnect();
    known = { epoch: ack.epoch, seq: ack.seq };
    heard("tail", ack.events);
  }),
);
socket.on("job:event", (event) => heard("event", [event]));
socket.on("job:batch", (events) => heard("batch", events));
socket.on("job:part", (part) => say("part", part));
socket.on("connect_error", (error) => {
  say("connect_error", { message: error.message, data: error.data });
  if (!socket.active) process.exit(0);
});
socket.on("disconnect", (reason) => say("disconnect", reason));
