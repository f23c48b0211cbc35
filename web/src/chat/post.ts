// What goes from the customer to the server: texts in one line, files in another,
// so that a word does not wait for a picture.

import type { Keep } from "./keep.ts";
import { Outbox, type Pending } from "./outbox.ts";
import { newClient } from "./secret.ts";
import type { Thread } from "./thread.ts";
import { type Upload, upload } from "./upload.ts";
import type { Message, Wire } from "./wire.ts";

export interface PostOptions {
  wire: Wire;
  keep: Keep;
  thread: () => Thread | undefined;
  onChange: () => void;
}

export class Post {
  private readonly options: PostOptions;
  private readonly texts: Outbox;
  private readonly files: Outbox;
  private readonly running = new Map<string, Upload>();

  constructor(options: PostOptions) {
    this.options = options;
    const { keep, onChange } = options;
    const onSent = (message: Message, { client }: Pending) => {
      keep.settle(client);
      options.thread()?.add([message]);
    };
    this.texts = new Outbox({ send: (pending) => this.sendText(pending), onSent, onChange });
    this.files = new Outbox({ send: (pending) => this.sendFile(pending), onSent, onChange });
  }

  /** Everything on its way, in the order it was written. */
  get pending(): readonly Pending[] {
    return [...this.texts.items, ...this.files.items].sort((a, b) => a.at_ms - b.at_ms);
  }

  /** Goes on with what an earlier page did not get through. */
  takeUp(): void {
    for (const message of this.options.keep.get().pending ?? [])
      this.texts.add({ ...message, state: "sending" });
  }

  say(text: string): void {
    const message = { client: newClient(), text, at_ms: Date.now() };
    this.options.keep.pend(message);
    this.texts.add({ ...message, state: "sending" });
  }

  attach(file: File): void {
    this.files.add({ client: newClient(), at_ms: Date.now(), text: "", file, share: 0, state: "sending" });
  }

  retry(pending: Pending): void {
    this.lineOf(pending).retry(pending.client);
  }

  drop(pending: Pending): void {
    this.options.keep.settle(pending.client);
    this.lineOf(pending).drop(pending.client);
    this.running.get(pending.client)?.stop();
  }

  flush(): void {
    this.texts.flush();
    this.files.flush();
  }

  clear(): void {
    this.texts.clear();
    this.files.clear();
    for (const each of this.running.values()) each.stop();
  }

  private lineOf({ file }: Pending): Outbox {
    return file === undefined ? this.texts : this.files;
  }

  private sendText({ client, text }: Pending): Promise<Message> {
    return this.options.wire.say(this.options.thread()?.token ?? "", client, text);
  }

  private async sendFile({ client, file }: Pending): Promise<Message> {
    if (file === undefined) throw new Error("no file");
    const address = this.options.wire.uploadAddress(this.options.thread()?.token ?? "", client, file.name);
    const running = upload(address, file, (share) => this.files.share(client, share));
    this.running.set(client, running);
    return running.sent.finally(() => this.running.delete(client));
  }
}
