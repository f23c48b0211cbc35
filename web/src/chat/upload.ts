// Sends a file and tells how far it is, which fetch cannot.

import { Away, answerOf, type Message } from "./wire.ts";

export interface Upload {
  sent: Promise<Message>;
  stop: () => void;
}

export function upload(address: string, file: Blob, onShare: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const sent = new Promise<Message>((resolve, reject) => {
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => {
      try {
        resolve(
          answerOf<Message>(request.status, request.responseText, request.getResponseHeader("Retry-After")),
        );
      } catch (error) {
        reject(error);
      }
    };
    const away = () => reject(new Away("the upload broke off"));
    request.onerror = away;
    request.onabort = away;
    request.ontimeout = away;
    request.send(file);
  });
  return { sent, stop: () => request.abort() };
}
