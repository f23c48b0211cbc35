import { IconUserQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Trouble } from "../model/flow.ts";
import { Message } from "../parts/Message.tsx";

/** There is no ticket: why, and what to do. */
export function TroubleScreen({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation("kiosk");
  return (
    <Message icon={<IconUserQuestion aria-hidden />} title={t(`trouble.${trouble}.title`)}>
      {t(`trouble.${trouble}.words`)}
    </Message>
  );
}
