import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { NewTokenButton } from "../../kit/token/NewTokenButton.tsx";
import { TokenRows } from "../../kit/token/TokenRows.tsx";
import { useMe } from "../../session/session.ts";
import { tokensKey, useTokens } from "./account.ts";
import { Section } from "./Section.tsx";

/** Programs that act in one's name. */
export function Tokens() {
  const { t } = useTranslation("account");
  const me = useMe();
  const tokens = useTokens();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: tokensKey });
  if (tokens.isError) return <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />;
  return (
    <Section
      title={t("tokens.title")}
      words={t("tokens.words")}
      action={
        <NewTokenButton
          permissions={me.permissions}
          make={(body) => data(api.POST("/api/v1/me/tokens", { body }))}
          onMade={refresh}
        />
      }
    >
      <TokenRows
        tokens={tokens.data?.items ?? []}
        revoke={(id) => data(api.DELETE("/api/v1/me/tokens/{id}", { params: { path: { id } } }))}
        onRevoked={refresh}
      />
    </Section>
  );
}
