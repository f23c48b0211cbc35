import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useReport } from "../../../api/useReport.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { type Question, useConfirm } from "../../../kit/Confirm.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import { NewTokenButton } from "../../../kit/token/NewTokenButton.tsx";
import { TokenRows } from "../../../kit/token/TokenRows.tsx";
import { Invitation } from "./Invitation.tsx";
import { Matter } from "./Matter.tsx";
import { type UserSignIn, useRefreshSignIn, useUserSignIn, useUserTokens } from "./useSignIn.ts";

export interface PersonProps {
  /** The user's id. */
  user: string;
  name: string;
}

/** How somebody signs in, and what whoever manages users can do about it. None of it is part of the draft. */
export function SignInView({ user, name }: PersonProps) {
  const signIn = useUserSignIn(user);
  if (signIn.error !== null) return <ErrorState error={signIn.error} retry={() => void signIn.refetch()} />;
  if (signIn.data === undefined) return <RowSkeleton rows={6} />;
  return (
    <>
      <Invitation user={user} name={name} signIn={signIn.data} />
      <Sessions user={user} name={name} signIn={signIn.data} />
      <Factor user={user} name={name} signIn={signIn.data} />
      <Tokens user={user} signIn={signIn.data} />
    </>
  );
}

type MatterOf = PersonProps & { signIn: UserSignIn };

function Sessions({ user, name, signIn }: MatterOf) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const refresh = useRefreshSignIn(user);
  const count = signIn.sessions;
  return (
    <Matter
      title={t("signIn.sessions")}
      words={
        count === 0
          ? t("signIn.noSessions")
          : t("signIn.open", { count, when: format.dateTime(signIn.seen ?? 0) })
      }
      action={
        count > 0 && (
          <AskedButton
            question={{
              title: t("signIn.endTitle", { name }),
              consequence: t("signIn.endWords"),
              action: t("signIn.end"),
            }}
            act={() => data(api.DELETE("/api/v1/users/{id}/sessions", { params: { path: { id: user } } }))}
            onDone={refresh}
          />
        )
      }
    />
  );
}

function Factor({ user, name, signIn }: MatterOf) {
  const { t } = useTranslation("studio");
  const refresh = useRefreshSignIn(user);
  const off = signIn.factor_required ? t("signIn.factorDue") : t("signIn.factorOff");
  return (
    <Matter
      title={t("field.second_factor")}
      words={signIn.factor ? t("signIn.factorOn") : off}
      action={
        signIn.factor && (
          <AskedButton
            question={{
              title: t("signIn.resetTitle", { name }),
              consequence: signIn.factor_required ? t("signIn.resetDueWords") : t("signIn.resetWords"),
              action: t("signIn.reset"),
            }}
            act={() =>
              data(api.DELETE("/api/v1/users/{id}/second-factor", { params: { path: { id: user } } }))
            }
            onDone={refresh}
          />
        )
      }
    />
  );
}

function Tokens({ user, signIn }: { user: string; signIn: UserSignIn }) {
  const { t } = useTranslation("studio");
  const tokens = useUserTokens(user);
  const refresh = useRefreshSignIn(user);
  if (tokens.error !== null) return <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />;
  return (
    <Matter
      title={t("signIn.tokens")}
      words={t("signIn.tokensWords")}
      action={
        <NewTokenButton
          permissions={signIn.permissions}
          make={(body) =>
            data(api.POST("/api/v1/users/{id}/tokens", { params: { path: { id: user } }, body }))
          }
          onMade={refresh}
        />
      }
    >
      <TokenRows
        tokens={tokens.data?.items ?? []}
        revoke={(token_id) =>
          data(
            api.DELETE("/api/v1/users/{id}/tokens/{token_id}", { params: { path: { id: user, token_id } } }),
          )
        }
        onRevoked={refresh}
      />
    </Matter>
  );
}

interface AskedButtonProps {
  question: Omit<Question, "destructive">;
  act: () => Promise<unknown>;
  onDone: () => void;
}

/** Takes something away from somebody, once it was asked. */
function AskedButton({ question, act, onDone }: AskedButtonProps) {
  const confirm = useConfirm();
  const acting = useMutation({ mutationFn: act, onSuccess: onDone, onError: useReport() });
  const ask = async () => {
    if (await confirm({ ...question, destructive: true })) acting.mutate();
  };
  return (
    <Button variant="default" loading={acting.isPending} onClick={() => void ask()}>
      {question.action}
    </Button>
  );
}
