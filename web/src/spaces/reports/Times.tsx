import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePersonName } from "../../api/people.ts";
import type { components } from "../../api/schema.gen.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useNotReadyName } from "../../kit/why/useWhyWords.ts";
import { stateColour } from "../../theme/tokens.ts";
import { CsvButton } from "./CsvButton.tsx";
import type { Opened } from "./FigureRows.tsx";
import classes from "./Reports.module.css";
import type { DayReport } from "./useDay.ts";

type StateTime = components["schemas"]["StateTime"];

const idOf = ({ state, reason }: StateTime) => `${state}:${reason ?? ""}`;

/** How agents spent the day: all of them together, then one by one. */
export function Times({
  report,
  ofWork,
  onOpen,
}: {
  report: DayReport;
  /** The report is of one channel: time is of none. */
  ofWork: boolean;
  onOpen: (opened: Opened) => void;
}) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const person = usePersonName();
  const word = useStateWord();
  const times = report.times ?? [];
  const rows = () => [
    ["agent", "name", "state", "reason", "time_s"],
    ...times.flatMap(({ agent, states }) =>
      states.map((spent) => [agent, person(agent), spent.state, spent.reason ?? "", spent.time / 1_000_000]),
    ),
  ];
  if (ofWork) return <p className={classes["note"]}>{t("times.ofWork")}</p>;
  return (
    <section className={`${classes["card"]} ${classes["times"]}`}>
      <div className={classes["cardHead"]}>
        <h2>{t("times.title")}</h2>
        <span className={classes["spring"]} />
        <CsvButton name={`${report.date}-states`} label={t("times.title")} rows={rows} />
      </div>
      {report.states.length === 0 && <p className={classes["dim"]}>{t("none.times")}</p>}
      <div className={classes["states"]}>
        {report.states.map((spent) => (
          <UnstyledButton
            key={idOf(spent)}
            className={classes["other"]}
            onClick={() =>
              onOpen({
                id: `state ${idOf(spent)}`,
                title: word(spent),
                kpi: undefined,
                time: spent.time,
                narrow: narrowOf(spent),
              })
            }
          >
            <i className={classes["dot"]} style={{ background: colourOf(spent) }} aria-hidden />
            {word(spent)} <b>{format.duration(spent.time)}</b>
          </UnstyledButton>
        ))}
      </div>
      {times.length > 0 && (
        <table className={classes["table"]}>
          <thead>
            <tr>
              <th className={classes["startHead"]}>{t("one.agent")}</th>
              <th>{t("times.total")}</th>
              <th className={classes["startHead"]}>{t("times.share")}</th>
            </tr>
          </thead>
          <tbody>
            {times.map(({ agent, states }) => (
              <AgentTimes key={agent} agent={agent} states={states} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function AgentTimes({
  agent,
  states,
  onOpen,
}: {
  agent: string;
  states: readonly StateTime[];
  onOpen: (opened: Opened) => void;
}) {
  const format = useFormat();
  const person = usePersonName();
  const word = useStateWord();
  const whole = states.reduce((sum, { time }) => sum + time, 0);
  return (
    <tr>
      <th scope="row">{person(agent)}</th>
      <td className={classes["timeCell"]}>{format.duration(whole)}</td>
      <td className={classes["stackCell"]}>
        <div className={classes["stack"]}>
          {states.map((spent) => {
            const said = `${word(spent)} ${format.duration(spent.time)} · ${format.percent(spent.time / whole)}`;
            return (
              <UnstyledButton
                key={idOf(spent)}
                className={classes["piece"]}
                style={{ flexGrow: spent.time, background: colourOf(spent) }}
                title={said}
                aria-label={`${person(agent)}: ${said}`}
                onClick={() =>
                  onOpen({
                    id: `state ${agent} ${idOf(spent)}`,
                    title: word(spent),
                    whose: person(agent),
                    kpi: undefined,
                    time: spent.time,
                    narrow: { agent, ...narrowOf(spent) },
                  })
                }
              />
            );
          })}
        </div>
      </td>
    </tr>
  );
}

function narrowOf({ state, reason }: StateTime) {
  return state === "not_ready" ? { state, pause: reason || "-" } : { state };
}

const colourOf = ({ state }: StateTime) => stateColour(state, "fill");

/** A state in words; not ready by its reason. */
function useStateWord(): (spent: StateTime) => string {
  const { t } = useTranslation("reports");
  const reason = useNotReadyName();
  return ({ state, reason: why }) => (state === "not_ready" && why ? reason(why) : t(`state.${state}`));
}
