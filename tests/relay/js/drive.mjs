// Does with official clients what it is told, one JSON command a line, and prints one JSON line for each thing that
// happens to them: {socket, what, data}.
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const sockets = new Map();
const say = (socket, what, data) => console.log(JSON.stringify({ socket, what, data }));
const told = (error) => ({ message: error.message, data: error.data ?? null });

const commands = {
  open({ socket: name, url, options }) {
    const socket = io(url, { reconnectionDelay: 20, reconnectionDelayMax: 50, forceNew: true, ...options });
    sockets.set(name, socket);
    socket.on("connect", () => say(name, "connect", { id: socket.id, recovered: Boolean(socket.recovered) }));
    socket.on("disconnect", (reason) => say(name, "disconnect", reason));
    socket.on("connect_error", (error) => say(name, "connect_error", { ...told(error), active: socket.active }));
    socket.onAny((...packet) => say(name, "event", packet));
    socket.io.on("ping", () => say(name, "ping"));
    socket.io.on("open", () => socket.io.engine.on("upgrade", (transport) => say(name, "upgrade", transport.name)));
  },
  emit: ({ socket, args }) => sockets.get(socket).emit(...args),
  call({ socket, args, tag }) {
    sockets.get(socket).emit(...args, (answer) => say(socket, "ack", { tag, answer }));
  },
  patient({ socket, args, tag, ms }) {
    sockets
      .get(socket)
      .timeout(ms)
      .emit(...args, (error, answer) => say(socket, "ack", { tag, error: error && told(error), answer }));
  },
  promised({ socket, args, tag, ms }) {
    sockets
      .get(socket)
      .timeout(ms)
      .emitWithAck(...args)
      .then(
        (answer) => say(socket, "ack", { tag, answer }),
        (error) => say(socket, "ack", { tag, error: told(error) }),
      );
  },
  binary: ({ socket, args }) => sockets.get(socket).emit(...args, Buffer.from([1, 2, 3])),
  look({ socket: name, tag }) {
    const socket = sockets.get(name);
    const { connected, active, id } = socket;
    say(name, "look", { tag, connected, active, id, transport: socket.io.engine?.transport.name });
  },
  close({ socket }) {
    sockets.get(socket)?.disconnect();
    sockets.delete(socket);
  },
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const command = JSON.parse(line);
    commands[command.do](command);
  })
  .on("close", () => process.exit());
