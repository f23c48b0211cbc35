import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { usePersonName } from "../../../api/people.ts";
import { useReport } from "../../../api/useReport.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import { Dialog } from "../../../kit/Dialog.tsx";
import { QrCode } from "../../../kit/QrCode.tsx";
import { ShownOnce } from "../../../kit/token/ShownOnce.tsx";
import { Matter } from "./Matter.tsx";
import classes from "./People.module.css";
import { type UserSignIn, useRefreshSignIn } from "./useSignIn.ts";

export interface InvitationProps {
  /** The user's id. */
  user: string;
  name: string;
  signIn: UserSignIn;
}

/** The password, and a link by which it is chosen: shown once, until it is closed. */
export function Invitation({ user, name, signIn }: InvitationProps) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const confirm = useConfirm();
  const refresh = useRefreshSignIn(user);
  const words = useStanding(signIn);
  const last = signIn.invitation;
  const invite = useMutation({
    mutationFn: () => data(api.POST("/api/v1/users/{id}/invitation", { params: { path: { id: user } } })),
    onSuccess: refresh,
    onError: useReport(),
  });
  const ask = async () => {
    const holds = last !== undefined && isAhead(last.expires);
    const yes =
      !holds ||
      (await confirm({
        title: t("invite.againTitle", { name }),
        consequence: t("invite.againWords"),
        action: t("invite.action"),
        destructive: true,
      }));
    if (yes) invite.mutate();
  };
  const link = invite.data && `${location.origin}${invite.data.path}`;
  return (
    <Matter
      title={t("invite.password")}
      words={words}
      action={
        <Button variant="default" loading={invite.isPending} onClick={() => void ask()}>
          {t("invite.action")}
        </Button>
      }
    >
      <Dialog
        opened={link !== undefined}
        onClose={invite.reset}
        title={t("invite.title", { name })}
        closeOnClickOutside={false}
        size="lg"
      >
        {link !== undefined && (
          <ShownOnce words={t("invite.words")} text={link} onDone={invite.reset}>
            <div className={classes["once"]}>
              <QrCode text={link} label={t("invite.qr")} className={classes["qr"] ?? ""} />
              <p>{t("invite.until", { when: format.dateTime(invite.data?.expires ?? 0) })}</p>
            </div>
          </ShownOnce>
        )}
      </Dialog>
    </Matter>
  );
}

/** Whether somebody can come in, and what became of the last invitation. */
function useStanding(signIn: UserSignIn): string {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const personName = usePersonName();
  const words = [signIn.password ? t("invite.has") : t("invite.hasNone")];
  const last = signIn.invitation;
  if (last !== undefined) {
    const when = format.dateTime(last.made);
    words.push(
      isAhead(last.expires)
        ? t("invite.holds", { who: personName(last.by), when, until: format.dateTime(last.expires) })
        : t("invite.over", { who: personName(last.by), when }),
    );
  }
  return words.join(" ");
}

function isAhead(instant_us: number): boolean {
  return instant_us > Date.now() * 1000;
}
