import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../../kit/token/CopyButton.tsx";
import { chatTag, tryChatPath } from "../model/chatTag.ts";
import { Matter } from "../people/Matter.tsx";
import classes from "./ChatTag.module.css";

export interface ChatTagProps {
  /** Its key. */
  inbox: string;
  /** By which web sites reach the server, where that is not the address of this page. */
  publicUrl: string | undefined;
}

/** What puts an inbox's chat on a web site, and a page to try it on. None of it is part of the draft. */
export function ChatTag({ inbox, publicUrl }: ChatTagProps) {
  const { t } = useTranslation("studio");
  const tag = chatTag(publicUrl || location.origin, inbox);
  return (
    <Matter title={t("chatTag.title")} words={t("chatTag.words")}>
      <code className={classes["tag"]}>{tag}</code>
      <div className={classes["acts"]}>
        <CopyButton text={tag} />
        <Button
          component="a"
          href={tryChatPath(inbox)}
          target="_blank"
          variant="default"
          rightSection={<IconExternalLink size={16} aria-hidden />}
        >
          {t("chatTag.try")}
        </Button>
      </div>
    </Matter>
  );
}
