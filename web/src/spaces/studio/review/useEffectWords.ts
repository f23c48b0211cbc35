import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import type { Effect } from "../model/useCheck.ts";
import { type Option, useOptions } from "../model/useObjects.ts";

/** Says an effect as a sentence: "14 agents will no longer receive chats in Portuguese." */
export function useEffectWords(): (effect: Effect) => string {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const queues = useOptions("queue");
  const sites = useOptions("site");
  const skills = useOptions("skill");
  return (effect) => {
    const line = [word(queues, effect.queue), word(sites, effect.site)]
      .filter((part) => part !== "")
      .join(" · ");
    return t(`effect.${effect.kind}`, {
      count: effect.people ?? 0,
      queue: line,
      language: word(skills, effect.language),
      channel: effect.channel ? t(`choice.${effect.channel}`) : "",
      before: format.number(Math.round((effect.before ?? 0) / 60)),
      after: format.number(Math.round((effect.after ?? 0) / 60)),
    });
  };
}

function word(options: readonly Option[], key: string | undefined): string {
  return options.find((option) => option.value === key)?.label ?? key ?? "";
}
