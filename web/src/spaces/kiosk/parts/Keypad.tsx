import { UnstyledButton } from "@mantine/core";
import { IconBackspace } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Keypad.module.css";

const digits = ["123", "456", "789", "+0"];
const letters = ["1234567890", "QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM"];

/** Keys for fingers: digits, and letters for documents that have some. */
export function Keypad({ press, erase }: { press: (key: string) => void; erase: () => void }) {
  const { t } = useTranslation("kiosk");
  const [board, setBoard] = useState<"digits" | "letters">("digits");
  const rows = board === "digits" ? digits : letters;
  return (
    <div className={classes["pad"]} data-board={board}>
      {rows.map((row, index) => (
        <div key={row} className={classes["row"]}>
          {[...row].map((key) => (
            <UnstyledButton key={key} className={classes["key"]} onClick={() => press(key)}>
              {key}
            </UnstyledButton>
          ))}
          {index === rows.length - 1 && (
            <UnstyledButton
              className={`${classes["key"]} ${classes["erase"]}`}
              onClick={erase}
              aria-label={t("person.erase")}
            >
              <IconBackspace aria-hidden />
            </UnstyledButton>
          )}
        </div>
      ))}
      <UnstyledButton
        className={classes["swap"]}
        onClick={() => setBoard(board === "digits" ? "letters" : "digits")}
      >
        {board === "digits" ? t("person.letters") : t("person.digits")}
      </UnstyledButton>
    </div>
  );
}
