import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { components } from "../../api/schema.gen.ts";
import { useReport } from "../../api/useReport.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useConfirm } from "../Confirm.tsx";
import classes from "./Token.module.css";

type Token = components["schemas"]["Token"];

export interface TokenRowsProps {
  tokens: readonly Token[];
  revoke: (id: string) => Promise<unknown>;
  onRevoked: () => void;
}

/** The tokens there are: until when, when last used, and the end of each. */
export function TokenRows({ tokens, revoke, onRevoked }: TokenRowsProps) {
  if (tokens.length === 0) return null;
  return (
    <ul className={classes["rows"]}>
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} revoke={() => revoke(token.id)} onRevoked={onRevoked} />
      ))}
    </ul>
  );
}

interface TokenRowProps {
  token: Token;
  revoke: () => Promise<unknown>;
  onRevoked: () => void;
}

function TokenRow({ token, revoke, onRevoked }: TokenRowProps) {
  const { t } = useTranslation("token");
  const format = useFormat();
  const confirm = useConfirm();
  const ending = useMutation({ mutationFn: revoke, onSuccess: onRevoked, onError: useReport() });
  const ask = async () => {
    const yes = await confirm({
      title: t("revokeTitle", { name: token.name }),
      consequence: t("revokeWords"),
      action: t("revoke"),
      destructive: true,
    });
    if (yes) ending.mutate();
  };
  return (
    <li>
      <div>
        <strong>{token.name}</strong>
        <p className={classes["muted"]}>
          {t("expires", { when: format.date(token.expires) })}
          {" · "}
          {token.seen ? t("seen", { when: format.dateTime(token.seen) }) : t("unused")}
        </p>
      </div>
      <Button
        variant="default"
        size="xs"
        loading={ending.isPending}
        onClick={() => void ask()}
        aria-label={t("revokeOne", { name: token.name })}
      >
        {t("revoke")}
      </Button>
    </li>
  );
}
