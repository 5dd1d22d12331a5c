// Socket.IO on Node as its documentation sets it up, with the adapter named on the command line:
// node node.mjs redis|streams PORT REDIS_URL. Websockets only, no compression (the default for both).
import { createAdapter as createPubSubAdapter } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [kind, port, url] = process.argv.slice(2);
const client = createClient({ url });
client.on("error", (error) => console.error(error));
await client.connect();

let adapter;
if (kind === "streams") {
  adapter = createStreamsAdapter(client);
} else {
  const subscriber = client.duplicate();
  subscriber.on("error", (error) => console.error(error));
  await subscriber.connect();
  adapter = createPubSubAdapter(client, subscriber);
}

const io = new Server({ adapter, transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.on("subscribe", ({ job }, done) => {
    socket.join(job);
    done({ ok: true });
  });
});
io.listen(Number(port));
