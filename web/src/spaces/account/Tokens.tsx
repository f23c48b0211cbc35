import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReport } from "../../api/useReport.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useConfirm } from "../../kit/Confirm.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import classes from "./Account.module.css";
import { type Token, tokensKey, useTokens } from "./account.ts";
import { NewToken } from "./NewToken.tsx";
import { Section } from "./Section.tsx";

/** Programs that act in one's name. */
export function Tokens() {
  const { t } = useTranslation("account");
  const tokens = useTokens();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const refresh = () => void queries.invalidateQueries({ queryKey: tokensKey });
  if (tokens.isError) return <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />;
  const items = tokens.data?.items ?? [];
  return (
    <Section
      title={t("tokens.title")}
      words={t("tokens.words")}
      action={
        <Button variant="default" onClick={() => setMaking(true)}>
          {t("tokens.new")}
        </Button>
      }
    >
      {items.length > 0 && (
        <ul className={classes["rows"]}>
          {items.map((token) => (
            <TokenRow key={token.id} token={token} onRevoked={refresh} />
          ))}
        </ul>
      )}
      <Dialog
        opened={making}
        onClose={() => setMaking(false)}
        title={t("tokens.new")}
        closeOnClickOutside={false}
        size="lg"
      >
        {making && <NewToken onMade={refresh} onDone={() => setMaking(false)} />}
      </Dialog>
    </Section>
  );
}

function TokenRow({ token, onRevoked }: { token: Token; onRevoked: () => void }) {
  const { t } = useTranslation("account");
  const format = useFormat();
  const confirm = useConfirm();
  const revoke = useMutation({
    mutationFn: () => data(api.DELETE("/api/v1/me/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: onRevoked,
    onError: useReport(),
  });
  const ask = async () => {
    const yes = await confirm({
      title: t("tokens.revokeTitle", { name: token.name }),
      consequence: t("tokens.revokeWords"),
      action: t("tokens.revoke"),
      destructive: true,
    });
    if (yes) revoke.mutate();
  };
  return (
    <li>
      <div>
        <strong>{token.name}</strong>
        <p className={classes["muted"]}>
          {t("tokens.expires", { when: format.date(token.expires) })}
          {" · "}
          {token.seen ? t("tokens.seen", { when: format.dateTime(token.seen) }) : t("tokens.unused")}
        </p>
      </div>
      <Button
        variant="default"
        size="xs"
        loading={revoke.isPending}
        onClick={() => void ask()}
        aria-label={t("tokens.revokeOne", { name: token.name })}
      >
        {t("tokens.revoke")}
      </Button>
    </li>
  );
}
