import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Conversation.module.css";
import type { Choice } from "./model/answers.ts";

export interface AnswersProps {
  id: string;
  choices: readonly Choice[];
  /** The one that Enter inserts. */
  at: number;
  onChoose: (choice: Choice) => void;
}

/** The canned answers that fit what was typed after `/`. The keys are the field's. */
export function Answers({ id, choices, at, onChoose }: AnswersProps) {
  const { t } = useTranslation("conversation");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t("answers.title")} className={classes["answers"]}>
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
        <div
          key={choice.key}
          id={`${id}.${index}`}
          role="option"
          aria-selected={index === at}
          className={classes["answer"]}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          <span className={classes["shortcut"]}>/{choice.key}</span>
          <span className={classes["answerName"]}>{choice.name}</span>
          <span className={classes["answerText"]} lang={choice.language}>
            {choice.text}
          </span>
        </div>
      ))}
    </div>
  );
}
