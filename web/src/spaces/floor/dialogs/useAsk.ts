import { useState } from "react";
import { noRefusal, type Refusal, useRefusal } from "../../../api/useRefusal.ts";
import { type Act, useAct } from "../useAct.tsx";

export interface AskState {
  busy: boolean;
  refusal: Refusal;
  /** Does it and closes the dialog; a refusal is told in the dialog, which stays. */
  submit: (act: Act) => Promise<void>;
  /** What was said of a field holds no more: it is another value now. */
  changed: (field: string) => void;
}

/** The doing of a dialog. See useRefusal for the fields and the words of their own. */
export function useAsk(
  onClose: () => void,
  fields: readonly string[],
  own?: Record<string, string>,
): AskState {
  const act = useAct();
  const refuse = useRefusal();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(noRefusal);
  return {
    busy,
    refusal,
    submit: async (what) => {
      setBusy(true);
      setRefusal(noRefusal);
      const done = await act({ ...what, refused: (error) => setRefusal(refuse(error, fields, own)) });
      setBusy(false);
      if (done) onClose();
    },
    changed: (field) => setRefusal(({ fields: { [field]: _, ...rest } }) => ({ fields: rest })),
  };
}
