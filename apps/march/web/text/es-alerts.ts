/** What the page says, in Spanish, of alerts, and of what the node did not take. */
import type { Texts } from "./en.ts";

/** «a 40 m al norte», mas «aquí mismo». */
export function atWay(way: string): string {
  return /^\d/.test(way) ? `a ${way}` : way;
}

export const alerts: Texts["alerts"] = {
  signs: {
    "police-line": "P",
    exit: "S",
    danger: "!",
    medic: "+",
    route: "R",
    "meeting-point": "E",
  },
  kinds: {
    "police-line": "Línea policial",
    exit: "Salida",
    danger: "Peligro",
    medic: "Sanitario",
    route: "Ruta",
    "meeting-point": "Encuentro",
  },

  heading: "Avisos",
  none: "Ninguno ahora.",
  tell: "Aviso",
  tellHeading: "¿Qué ves?",
  everyone:
    "Lo ve allí toda la marcha, y quién lo dice. Hasta que otros lo confirmen, vale como rumor.",
  asSteward:
    "Toda la marcha lo ve ahí, y quién avisa. Eres responsable: cuenta como confirmado al momento.",
  where: "¿Dónde?",
  here: "Donde estoy",
  onMap: "Otro lugar",
  chosen: "Elegido en el mapa",
  exact:
    "Los demás te ven a unos 200 m. Un aviso dice su lugar exacto, también donde estás: elige.",
  looking: "Buscando tu posición …",
  nowhere: "El teléfono no da posición: elige un lugar en el mapa.",
  lasts: (duration) => duration,
  cancel: "Cancelar",
  left: (count) => (count === 1 ? "Por ahora puedes dar 1 más." : `Por ahora puedes dar ${count}.`),
  wait: (duration) => `Has dado muchos. El próximo, en ${duration}.`,
  full: "Ahora no caben más avisos: los viejos se van cuando caducan.",

  aim: "Mueve el mapa bajo la cruz.",
  aimKeys: "También con las flechas; Intro elige el lugar.",
  aimHere: "Este lugar",

  told: (kind) => `Has avisado: ${kind}`,
  undo: "Deshacer",

  mapState: {
    unconfirmed: "sin confirmar",
    disputed: "en duda",
    waits: "sin enviar",
  },
  state: {
    one: "Sin confirmar: lo dice 1 persona",
    more: (groups) =>
      groups === 1
        ? "Sin confirmar: lo dicen 1 persona y 1 grupo más"
        : `Sin confirmar: lo dicen 1 persona y ${groups} grupos más`,
    confirmed: (groups) => `Confirmado por ${groups} grupos más`,
    steward: "Confirmado por un responsable",
    disputed: (against, others) =>
      `En duda: ${against === 1 ? "1 grupo dice" : `${against} grupos dicen`} que no es así${others === 0 ? "" : `, ${others} ${others === 1 ? "confirma" : "confirman"}`}`,
    disputedBySteward: "Puesto en duda por un responsable",
    waits: "Aún sin enviar: no hay conexión",
    waitsLive: "Enviando …",
  },
  groups: "Un grupo llegó por el mismo enlace. Hacen falta dos que lo sepan por separado.",
  seen: (age) => `visto ${age}`,
  goes: (duration) => `se va en ${duration}`,
  by: (code) => `lo dice la Persona ${code}`,
  byYou: "lo dices tú",

  confirm: "Yo también lo veo",
  dispute: "No es así",
  takeBack: "Pulsa otra vez para retirarlo.",
  withdraw: "Retirarlo",
  withdrawSteward: "Quitarlo (responsable)",
  show: "Ver en el mapa",
  showShort: "Ver",
  close: "Cerrar",

  news: (kind, way) =>
    way === null ? `Confirmado: ${kind}` : `Confirmado: ${kind}, ${atWay(way)}`,
  newsMore: (count) => `${count} más`,

  refused: {
    heading: "El servidor no lo ha aceptado",
    what: {
      alerts: (kind) => `Tu aviso (${kind})`,
      alertsBack: "Retirar un aviso",
      verdicts: "Lo que dijiste de un aviso",
      posts: (text) => `Tu mensaje «${text}»`,
      postsBack: "Retirar un mensaje",
      banners: (name) => `El nombre «${name}»`,
      other: "Lo que enviaste",
    },
    why: {
      fast: "Has dicho mucho. Espera un poco y prueba otra vez.",
      full: "Ahora no cabe más. Espera un poco.",
      over: "Ya ha pasado.",
      clock: "Su hora está mal: pon el reloj del teléfono en automático.",
      own: "Es tuyo.",
      enough: "Ya lo ha dicho bastante gente.",
      gone: "Ya no está.",
      steward: "Eso solo puede hacerlo un responsable.",
      member: "Ya no estás en ese contingente.",
      taken: "Otro contingente se llama así.",
      soon: "Se cambió hace un momento. Prueba en unos segundos.",
      removed: "Un responsable te ha expulsado de esta marcha.",
      mine: "Es de otra persona.",
      said: "Ya está dicho, y queda como está.",
      other: "El servidor no ha podido aceptarlo.",
    },
  },
};
