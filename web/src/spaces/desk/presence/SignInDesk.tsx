import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { ApiError } from "../../../api/problem.ts";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { useMe } from "../../../session/session.ts";
import { ActButton } from "../act/ActButton.tsx";
import { signInDesk } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { askToNotify } from "../act/useAttention.ts";
import { firstSeat, type Seat, seatsAt } from "../model/counters.ts";
import classes from "./Presence.module.css";

const storedAt = "turno.desk.counter";
const without = "";

/** The beginning of a working day: where do you sit, and are you ready? */
export function SignInDesk() {
  const { t } = useTranslation("desk");
  const me = useMe();
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const site = me.site ?? "";
  const colleagues = useQuery({
    queryKey: ["agents", site],
    queryFn: () => data(api.GET("/api/v1/agents", { params: { query: { site, limit: 200 } } })),
    refetchInterval: 5_000, // while this is on the screen others take their seats
    staleTime: 0,
  });
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const doing = useAct();

  if (organisation === undefined || (colleagues.data === undefined && !colleagues.isError)) {
    return (
      <div className={classes["page"]}>
        <div className={classes["card"]}>
          <CardSkeleton lines={4} />
        </div>
      </div>
    );
  }
  const seats = seatsAt(organisation.counters, colleagues.data?.items ?? [], site, me.id);
  const counter = chosen ?? firstSeat(seats, localStorage.getItem(storedAt));
  const signIn = async (name: string, ready: boolean) => {
    if (ready) askToNotify();
    const taken = (error: unknown) =>
      error instanceof ApiError && error.field === "counter" ? t("counter.taken") : undefined;
    const done = await doing.run(name, (headers) => signInDesk(counter || undefined, ready, headers), taken);
    if (done && counter !== without) localStorage.setItem(storedAt, counter);
    if (!done) void colleagues.refetch();
  };

  return (
    <div className={classes["page"]}>
      <div className={classes["card"]}>
        <div>
          <h1>{t("signIn.hello", { name: me.name.split(" ")[0] })}</h1>
          <p>{t("signIn.words", { site: names.site(site) })}</p>
        </div>
        {seats.length > 0 && <Counters seats={seats} value={counter} onChange={setChosen} />}
        <Refusal doing={doing} />
        <div className={classes["buttons"]}>
          <ActButton
            name="signInReady"
            label={t("signIn.ready")}
            primary
            keys="F2"
            icon={<IconCircleCheck size={18} aria-hidden />}
            doing={doing}
            onAct={() => void signIn("signInReady", true)}
          />
          <ActButton
            name="signIn"
            label={t("signIn.later")}
            size="md"
            doing={doing}
            onAct={() => void signIn("signIn", false)}
          />
        </div>
      </div>
    </div>
  );
}

interface CountersProps {
  seats: readonly Seat[];
  value: string;
  onChange: (counter: string) => void;
}

function Counters({ seats, value, onChange }: CountersProps) {
  const { t } = useTranslation("desk");
  const option = (key: string, name: string, words: string, taken: boolean, label?: string) => (
    <label key={key} className={classes["counter"]}>
      <input
        type="radio"
        name="counter"
        checked={value === key && !taken}
        disabled={taken}
        aria-label={label}
        onChange={() => onChange(key)}
      />
      <span className={classes["counterName"]}>{name}</span>
      <span className={classes["counterWho"]}>{words}</span>
    </label>
  );
  return (
    <fieldset className={classes["counters"]}>
      <legend>{t("counter.choose")}</legend>
      {seats.map((seat) =>
        option(
          seat.key,
          seat.name,
          seat.taken ?? t("counter.free"),
          seat.taken !== undefined,
          `${t("counter.name", { counter: seat.name })}, ${seat.taken ?? t("counter.free")}`,
        ),
      )}
      {option(without, t("counter.none"), t("counter.noneWords"), false)}
    </fieldset>
  );
}
