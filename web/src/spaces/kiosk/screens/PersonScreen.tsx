import { IconAlertCircle } from "@tabler/icons-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { BigButton } from "../parts/BigButton.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import classes from "./PersonScreen.module.css";

const most = 64;

export interface PersonScreenProps {
  typed: string;
  /** What was typed is not in our books. */
  unknown: boolean;
  /** Without a person when the visitor would rather not say. */
  goOn: (person: string | undefined) => void;
}

/** Who it is, if they like: with keys on the screen, a keyboard or a scanner. */
export function PersonScreen({ typed, unknown, goOn }: PersonScreenProps) {
  const { t } = useTranslation("kiosk");
  const [text, setText] = useState(typed);
  const [said, setSaid] = useState(unknown);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const type = (next: string) => {
    setText(next.slice(0, most));
    setSaid(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") goOn(text.trim());
  };

  return (
    <form className={classes["screen"]} onSubmit={submit}>
      <div>
        <Heading>{t("person.ask")}</Heading>
        <p className={classes["why"]}>{t("person.why")}</p>
      </div>
      <div>
        <input
          ref={field}
          className={classes["field"]}
          aria-label={t("person.field")}
          aria-describedby={said ? id : undefined}
          // The screen has keys of its own: the system's must not come up over them.
          inputMode="none"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={most}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <p id={id} className={classes["unknown"]} role="alert">
          {said && (
            <>
              <IconAlertCircle aria-hidden /> {t("person.unknown")}
            </>
          )}
        </p>
      </div>
      <Keypad press={(key) => type(text + key)} erase={() => type(text.slice(0, -1))} />
      <div className={classes["buttons"]}>
        <BigButton onClick={() => goOn(undefined)}>{t("person.without")}</BigButton>
        <BigButton strong disabled={text.trim() === ""} onClick={() => goOn(text.trim())}>
          {t("person.continue")}
        </BigButton>
      </div>
    </form>
  );
}
