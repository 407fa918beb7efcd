/** What the page says, in Spanish, where it does not go on. */
import type { Texts } from "./en.ts";

export const notices: Texts["notice"] = {
  home: "Al inicio",
  reload: "Cargar la página de nuevo",
  insecure: {
    heading: "Esta página necesita HTTPS",
    what: "Por http, un teléfono no dice a ninguna página dónde está ni le da claves para firmar.",
    doesNot: "Lo que aquí no funciona",
    missing: [
      "compartir la posición y ver a los demás",
      "crear una marcha y unirse a una",
      "abrir la página sin red",
    ],
    person: "Si alguien te envió este enlace",
    personWhat: "Pon https:// delante de la dirección o pide otro enlace a quien te lo envió.",
    operator: "Si este servidor es tuyo",
    operatorWhat: [
      "Arráncalo con --tls-cert y --tls-key, o detrás de un proxy que sirva HTTPS.",
      "Un certificado para un nombre es gratis, por ejemplo de Let’s Encrypt.",
      "Solo en este ordenador, http://localhost funciona sin certificado.",
    ],
  },
  old: {
    heading: "Este navegador es demasiado antiguo",
    what: "No puede crear las claves con las que firma esta página (Ed25519). Actualízalo o usa una versión más nueva de Firefox, Chrome o Safari.",
  },
  ended: {
    heading: "Esta marcha ha terminado",
    what: "Sus posiciones se han borrado en el servidor y este teléfono la ha olvidado.",
  },
  removed: {
    heading: "Te han expulsado",
    what: "Un responsable te ha expulsado de esta marcha. Lo que compartiste se ha retirado, y no puedes volver a unirte con la clave de este teléfono. Si es un error, habla con un responsable.",
    forget: "Borrarla de este teléfono",
  },
  revoked: {
    heading: "Esta invitación está cerrada",
    what: "Un responsable ha cerrado este enlace: nadie más se une por él. Pide otro a alguien de la marcha.",
  },
  stopped: {
    heading: "Han terminado la marcha",
    what: "Un responsable la ha terminado para todos. Posiciones, avisos y mensajes se han borrado del servidor, y este teléfono ha olvidado la marcha.",
  },
  invite: {
    heading: "Esta invitación no funciona",
    what: "El enlace está incompleto o es de otra marcha. Pídelo de nuevo, mejor como código QR.",
  },
  missing: {
    heading: "Aquí no hay tal marcha",
    what: "Terminó y se borró, o el enlace está mal escrito.",
  },
  uninvited: {
    heading: "Necesitas el enlace de invitación",
    what: "Esta dirección nombra una marcha, pero sin la invitación. Pide el enlace o el código QR a alguien de la marcha.",
  },
  outdated: {
    heading: "Hay una versión más nueva",
    what: "El servidor se ha actualizado y ya no entiende esta página.",
  },
  broken: {
    heading: "Algo se ha roto",
    what: "Es culpa nuestra. Has dejado de compartir. Carga la página de nuevo; lo que compartiste se sigue borrando a su hora.",
  },
};
