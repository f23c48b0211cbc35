import { type KeyboardEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { textIn } from "../../../i18n/useFormat.ts";
import { useMe } from "../../../session/session.ts";
import { type Choice, choicesFor, filled, matching, slashAt } from "./model/answers.ts";

export interface AnswersInput {
  queue: string;
  /** The customer's. */
  language: string | undefined;
  inbox: string | undefined;
  name: string;
  text: string;
  caret: number;
  /** Writes the field, with the caret there. */
  put: (text: string, caret: number) => void;
}

export interface AnswersList {
  opened: boolean;
  /** Filled in for this conversation. */
  choices: readonly Choice[];
  at: number;
  choose: (choice: Choice) => void;
  /** True when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

/** The canned answers in the field: open while `/` and words that fit stand before the caret. */
export function useAnswers(input: AnswersInput): AnswersList {
  const { queue, language, inbox, name, text, caret, put } = input;
  const { i18n } = useTranslation("conversation");
  const { data: organisation } = useOrganisation();
  const me = useMe();
  const [closed, setClosed] = useState<string | undefined>(undefined);
  const [moved, setMoved] = useState({ words: "", at: 0 });
  const all = useMemo(() => {
    if (organisation === undefined) return [];
    const languages = [...(language === undefined ? [] : [language]), i18n.language];
    const found = organisation.inboxes.find(({ key }) => key === inbox);
    const variables = {
      customer: name,
      agent: me.name.split(" ")[0] ?? "",
      organisation: organisation.name,
      inbox: textIn(found?.name, language ?? i18n.language),
    };
    return choicesFor(organisation.answers, queue, languages).map((choice) => ({
      ...choice,
      text: filled(choice.text, variables),
    }));
  }, [organisation, inbox, name, me.name, language, queue, i18n.language]);

  const slash = slashAt(text, caret);
  const choices = slash === undefined ? [] : matching(all, slash.words);
  const opened = slash !== undefined && choices.length > 0 && closed !== text;
  const at = moved.words === slash?.words ? Math.min(moved.at, choices.length - 1) : 0;
  const choose = (choice: Choice) => {
    if (slash === undefined) return;
    const before = text.slice(0, slash.from) + choice.text;
    put(before + text.slice(caret), before.length);
  };
  const move = (by: number) =>
    setMoved({ words: slash?.words ?? "", at: (at + by + choices.length) % choices.length });
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!opened || event.altKey || event.ctrlKey || event.metaKey) return false;
    const chosen = choices[at];
    switch (event.key) {
      case "ArrowDown":
        move(1);
        break;
      case "ArrowUp":
        move(-1);
        break;
      case "Escape":
        setClosed(text);
        break;
      case "Enter":
      case "Tab":
        if (event.shiftKey || chosen === undefined) return false;
        choose(chosen);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { opened, choices, at, choose, onKeyDown };
}
