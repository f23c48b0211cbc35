import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../Dialog.tsx";
import { NewToken, type NewTokenProps } from "./NewToken.tsx";

/** The button that makes a token, and its dialog: a click beside it does not lose what is shown once. */
export function NewTokenButton(props: Omit<NewTokenProps, "onDone">) {
  const { t } = useTranslation("token");
  const [making, setMaking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setMaking(true)}>
        {t("new")}
      </Button>
      <Dialog
        opened={making}
        onClose={() => setMaking(false)}
        title={t("new")}
        closeOnClickOutside={false}
        size="lg"
      >
        {making && <NewToken {...props} onDone={() => setMaking(false)} />}
      </Dialog>
    </>
  );
}
