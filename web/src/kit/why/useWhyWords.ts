import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Names, useNames } from "../../api/organisation.ts";
import { formatDuration } from "../../i18n/format.ts";
import { groupVerdicts, type Need, type ParsedWord, parseWord, type Verdict, type Waiting } from "./word.ts";

const waitingWords = [
  "offered",
  "nobody_fits",
  "nobody_signed_in",
  "all_busy",
  "closed",
  "deferred",
  "parked",
  "reserved",
  "assigned",
  "wrap_up",
];

const plainWords = [
  "chosen",
  "runner_up",
  "longer_idle_exists",
  "fewer_units_exist",
  "more_units_exist",
  "less_occupied_exists",
  "better_skilled_exists",
  "not_next_in_turn",
  "smaller_id_exists",
  "would_be_interrupted",
  "preferred_free",
  "excluded",
  "declined",
  "profile",
  "capacity",
  "breather",
  "offered",
  "wrap_up",
  "may_take",
];

const channels = ["voice", "visit", "chat", "email", "callback", "task"];
/** Not-ready reasons that the house itself gives; the organisation adds its own. */
const systemReasons = ["no_answer", "disconnected", "signed_in", "forced"];
const choices = ["longest_idle", "least_occupied", "best_skilled", "round_robin", "fill"];

// Beside these the instant says how long the agent had been free, not busy.
const idleWords =
  /^(runner_up|may_take|preferred_free|would_be_interrupted|rank:.*|.*_exists?|not_next_in_turn)$/;

export interface WhyWords {
  /** What an agent is doing instead: "with a visitor, for 4:12". Instants count up to `at` (µs). */
  verdict(verdict: Pick<Verdict, "word" | "since">, at: number): string;
  /** Why a work waits, in one sentence: "2 could serve it: 1 with a visitor, 1 at “Lunch”." */
  waiting(why: Waiting, at: number): string;
  /** What the work needs of an agent: "Portuguese 3 or more, and Billing 2 or more"; "" when nothing. */
  needs(needs: readonly (readonly Need[] | null)[] | null | undefined): string;
  /** The queue's rule by which an agent is chosen. */
  choice(choice: string): string;
}

/** The engine's explanations in the reader's language. */
export function useWhyWords(): WhyWords {
  const { t } = useTranslation("why");
  const names = useNames();
  return useMemo(() => whyWords(t, names), [t, names]);
}

/** The name of a not-ready reason: the house's own, or the organisation's. "" for none. */
export function useNotReadyName(): (reason: string | undefined) => string {
  const { t } = useTranslation("why");
  const names = useNames();
  return useMemo(
    () => (reason) =>
      reason !== undefined && systemReasons.includes(reason) ? t(`reason.${reason}`) : names.notReady(reason),
    [t, names],
  );
}

/** The same for words and names that are at hand (tests). */
export function whyWords(t: TFunction<"why">, names: Names): WhyWords {
  const plain = (key: string) => {
    if (key === "reserved_for_other") return t("word.reserved"); // i18next reads _other as a plural
    return plainWords.includes(key) ? t(`word.${key}`) : key;
  };
  const of = (parsed: ParsedWord): string => {
    switch (parsed.kind) {
      case "skill":
        return t("skill", { skill: names.skill(parsed.skill), level: parsed.level });
      case "busy":
        return channels.includes(parsed.channel) ? t(`busy.${parsed.channel}`) : t("busy.other");
      case "not_ready":
        if (parsed.reason === "") return t("not_ready.without");
        if (systemReasons.includes(parsed.reason)) return t(`not_ready.${parsed.reason}`);
        return t("not_ready.reason", { reason: names.notReady(parsed.reason) });
      case "rank":
        return t("rank", { rank: parsed.rank });
      case "delay":
        return t("delay", { time: formatDuration(parsed.delay_us) });
      case "plain":
        return plain(parsed.key);
    }
  };
  const verdict: WhyWords["verdict"] = ({ word, since }, at) => {
    const words = of(parseWord(word));
    if (since === undefined || since <= 0 || since > at) return words;
    const time = formatDuration(at - since);
    return idleWords.test(word) ? t("freeFor", { words, time }) : t("for", { words, time });
  };
  return {
    verdict,
    waiting(why, at) {
      const groups = groupVerdicts(why.verdicts);
      if (why.word !== "all_busy" || groups.length === 0) {
        return waitingWords.includes(why.word) ? t(`waiting.${why.word}`) : why.word;
      }
      const parts = groups.map((group) => `${group.count} ${verdict(group, at)}`);
      return t("fitting", { count: why.fitting ?? why.verdicts?.length ?? 0, groups: parts.join(" · ") });
    },
    needs(needs) {
      return (needs ?? [])
        .map((alternative) =>
          (alternative ?? [])
            .map(({ skill, level }) => t("need", { skill: names.skill(skill), level }))
            .join(t("and")),
        )
        .filter((words) => words !== "")
        .join(t("or"));
    },
    choice: (choice) => (choices.includes(choice) ? t(`choice.${choice}`) : choice),
  };
}
