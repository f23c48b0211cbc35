import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";

export interface Letter {
  to: string;
  /** By name in small letters. */
  headers: Map<string, string>;
  body: string;
}

/**
 * A mail server for one test: it speaks enough of RFC 5321 to be given mail, and
 * keeps it. Encryption and sign-in are tried in internal/alert.
 */
export class Mailbox {
  readonly letters: Letter[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Mailbox> {
    const server = createServer();
    const box = new Mailbox(server);
    server.on("connection", (socket) => void box.talk(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return box;
  }

  get address(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return `127.0.0.1:${address.port}`;
  }

  private async talk(socket: Socket): Promise<void> {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 mailbox ESMTP");
    let to = "";
    let data: string[] | undefined;
    for await (const line of createInterface({ input: socket })) {
      if (data !== undefined) {
        if (line !== ".") {
          data.push(line.startsWith(".") ? line.slice(1) : line);
          continue;
        }
        this.letters.push(letterOf(to, data));
        data = undefined;
        say("250 kept");
        continue;
      }
      const word = line.slice(0, 4).toUpperCase();
      if (word === "RCPT") to = /<(.*)>/.exec(line)?.[1] ?? "";
      if (word === "DATA") {
        data = [];
        say("354 go on");
      } else if (word === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("250 mailbox");
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, "close");
  }
}

function letterOf(to: string, lines: readonly string[]): Letter {
  const blank = lines.indexOf("");
  const headers = new Map<string, string>();
  let last = "";
  for (const line of lines.slice(0, blank)) {
    if (/^\s/.test(line)) {
      headers.set(last, `${headers.get(last)}${line}`);
      continue;
    }
    const [name = "", ...rest] = line.split(":");
    last = name.toLowerCase();
    headers.set(last, rest.join(":").trim());
  }
  return { to, headers, body: unquoted(lines.slice(blank + 1).join("\r\n")) };
}

/** Undoes quoted-printable (RFC 2045). */
function unquoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
