import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../../api/problem.ts";
import { Outbox, type Outgoing } from "./outbox.ts";

const lost = new TypeError("Failed to fetch");
const over = new ApiError({ code: "conflict", status: 409 });

beforeEach(() => localStorage.clear());

const said = (client: string, more: Partial<Outgoing> = {}) => ({
  client,
  text: `text ${client}`,
  note: false,
  at: Number(client.replace(/\D/g, "")),
  ...more,
});

/** A server that gives these answers in turn, and whose pauses end when the test says so. */
function server(...answers: unknown[]) {
  const sent: string[] = [];
  const pauses: (() => void)[] = [];
  const box = () =>
    new Outbox(
      "ana",
      (_, { client }) => {
        const answer = answers[sent.length];
        sent.push(client);
        return answer === undefined ? Promise.resolve() : Promise.reject(answer);
      },
      {
        wait: (_, sooner) =>
          new Promise((resolve) => {
            sooner(resolve);
            pauses.push(resolve);
          }),
      },
    );
  return { box, sent, pauses };
}

/** Lets everything run that waits for nothing. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const states = (box: Outbox, contact = "c1") =>
  box.list(contact).map(({ client, state }) => `${client} ${state}`);

describe("the outbox", () => {
  it("sends what is said in its order, and forgets it once it is on the screen", async () => {
    const { box, sent } = server();
    const out = box();
    out.add("c1", said("m1"));
    out.add("c1", said("m2"));
    expect(states(out)).toEqual(["m1 sending", "m2 sending"]);
    await settled();
    expect(sent).toEqual(["m1", "m2"]);
    expect(states(out)).toEqual(["m1 sent", "m2 sent"]);
    expect(localStorage).toHaveLength(0);
    out.shown("c1", new Set(["m1"]));
    expect(states(out)).toEqual(["m2 sent"]);
  });

  it("tries a lost one again with the same id, and lets nothing overtake it", async () => {
    const { box, sent, pauses } = server(lost, lost);
    const out = box();
    out.add("c1", said("m1"));
    out.add("c1", said("m2"));
    await settled();
    expect(states(out)).toEqual(["m1 waiting", "m2 waiting"]);
    pauses.shift()?.();
    await settled();
    expect(sent).toEqual(["m1", "m1"]);
    out.add("c1", said("m3"));
    expect(states(out)[2]).toBe("m3 waiting");
    out.wake();
    await settled();
    expect(sent).toEqual(["m1", "m1", "m1", "m2", "m3"]);
    expect(states(out)).toEqual(["m1 sent", "m2 sent", "m3 sent"]);
  });

  it("keeps a refused one with the reason, and goes on with the next", async () => {
    const { box, sent } = server(over);
    const out = box();
    out.add("c1", said("m1"));
    out.add("c1", said("m2"));
    await settled();
    expect(states(out)).toEqual(["m1 failed", "m2 sent"]);
    expect(out.list("c1")[0]?.error).toBe(over);
    out.retry("c1", "m1");
    await settled();
    expect(sent).toEqual(["m1", "m2", "m1"]);
    expect(states(out)).toEqual(["m1 sent", "m2 sent"]);
  });

  it("goes on after a reload, in order, with the same ids", async () => {
    const before = server(lost);
    const out = before.box();
    out.add("c1", said("m2"));
    out.add("c1", said("m10", { note: true }));
    out.add("c2", said("m3"));
    await settled();

    const after = server();
    const again = after.box();
    expect(states(again)).toEqual(["m2 waiting", "m10 waiting"]);
    expect(again.list("c1")[1]).toMatchObject({ text: "text m10", note: true });
    again.wake();
    await settled();
    expect(after.sent).toEqual(["m2", "m10"]);
    expect(localStorage).toHaveLength(0);
  });

  it("gives one up, and what it said back", async () => {
    const { box, sent } = server(over);
    const out = box();
    out.add("c1", said("m1"));
    await settled();
    expect(out.discard("c1", "m1")).toMatchObject({ text: "text m1" });
    expect(out.list("c1")).toEqual([]);
    out.wake();
    await settled();
    expect(sent).toEqual(["m1"]);
    expect(localStorage).toHaveLength(0);
  });

  it("keeps no files, and takes nothing of another person", async () => {
    const { box } = server(lost);
    box().add("c1", said("m1", { file: new File(["x"], "x.png") }));
    await settled();
    expect(localStorage).toHaveLength(0);
    localStorage.setItem("turno.desk.outbox.luis.c1.m9", JSON.stringify(said("m9")));
    localStorage.setItem("turno.desk.outbox.ana.c1.m8", "nonsense");
    expect(server().box().list("c1")).toEqual([]);
  });

  it("tells who listens, and gives the same list until it changes", () => {
    const { box } = server();
    const out = box();
    let told = 0;
    const stop = out.listen(() => told++);
    expect(out.list("c1")).toBe(out.list("c1"));
    out.add("c1", said("m1"));
    expect(told).toBe(1);
    expect(out.list("c1")).toBe(out.list("c1"));
    stop();
    out.add("c1", said("m2"));
    expect(told).toBe(1);
  });
});
