import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { StateBadge } from "../../kit/StateBadge.tsx";
import type { FloorAgent } from "../../live/topics.ts";
import { stateOf } from "./agents.ts";

const channels = ["voice", "visit", "chat", "email", "callback", "task"];
const houseReasons = ["no_answer", "disconnected", "signed_in", "forced"];

/** An agent's one state in words: with the channel while engaged, with the reason while not ready. */
export function AgentState({ agent, soft = false }: { agent: FloorAgent; soft?: boolean }) {
  const { t } = useTranslation("floor");
  const reason = useReasonWord();
  const state = stateOf(agent);
  // "Connection lost" says it already.
  const lost = agent.connected === false && agent.presence !== "offline" && agent.reason !== "disconnected";
  const words = () => {
    if (agent.activity === "offered") return t("state.offered");
    if (state === "engaged" && agent.channel !== undefined && channels.includes(agent.channel)) {
      return t(`state.engaged.${agent.channel}`);
    }
    if (state === "not_ready" && agent.reason) return reason(agent.reason);
    return t(`common:state.${state}`);
  };
  return (
    <StateBadge state={state} soft={soft}>
      {words()}
      {agent.pending === "not_ready" && t("state.then")}
      {lost && t("state.lost")}
    </StateBadge>
  );
}

/** The word for a not-ready reason: the organisation's own, or the house's. */
export function useReasonWord(): (reason: string) => string {
  const { t } = useTranslation("floor");
  const names = useNames();
  return (reason) => (houseReasons.includes(reason) ? t(`reason.${reason}`) : names.notReady(reason));
}
