/** What the page says, in Spanish, of stewards, of invite links, and of what is one's own. */
import type { stewards as english } from "./en-stewards.ts";

export const stewards: typeof english = {
  heading: "Responsables",
  entry: "Responsables",
  who: "Quiénes son",
  whoUnknown: "El servidor aún no lo ha dicho.",
  room: (most) => `${most} como mucho. Aquí no tienen nombre: compara las letras.`,
  you: "Tú",
  decide: "Decidir …",
  decideAbout: (code) => `Decidir sobre la Persona ${code} como responsable`,
  person: (sign) => `Persona ${sign}`,
  offline: "Sin conexión. Decide el servidor, al momento: funciona cuando vuelvas.",

  may: "Qué pueden hacer",
  mayList: [
    "Escribir a todos y leer los mensajes de cada contingente.",
    "Zanjar un aviso con una palabra; retirar avisos y mensajes de cualquiera.",
    "Avalar a una persona, para que su palabra sobre los avisos cuente por sí sola.",
    "Expulsar a una persona y cerrar un enlace de invitación.",
    "Nombrar responsables, ceder el cargo, terminar la marcha, borrar todo lo que guarda.",
    "Ver a todos con exactitud: solo ellos crean enlaces de pantalla.",
  ],
  mayNot: "Tampoco saben el nombre de nadie.",

  people: "Elegir a una persona",
  peopleWhat: "Para nombrarla, cederle el cargo, avalarla o expulsarla.",
  links: "Enlaces de invitación",
  linksWhat: "Cuánta gente vino por cada uno. Crear y cerrar.",

  news: {
    appointed: "Ahora eres responsable de esta marcha.",
    dismissed: "Ya no eres responsable de esta marcha.",
    look: "¿Qué es eso?",
    ok: "Vale",
  },

  members: {
    heading: "Elegir a una persona",
    field: "Primeras letras, o su nombre completo aquí",
    hint: "Ambos están en su teléfono, en Menú, «Lo que es mío».",
    example: "p. ej. ABC",
    none: "Este teléfono aún no conoce a nadie: aquí aparece quien comparte en tu contingente, avisa de algo o escribe.",
    nobody: "Nadie que este teléfono conozca tiene estas letras.",
    ways: {
      steward: "responsable",
      shares: "comparte",
      alerted: "dio un aviso",
      posted: "escribió",
    },
    unseen: "no visto por este teléfono",
    compare:
      "Su teléfono muestra las mismas doce letras en Menú, «Lo que es mío». Compáralas: tres letras se pueden imitar.",
  },

  does: {
    appoint: {
      button: "Nombrar responsable",
      heading: "¿Nombrar responsable?",
      what: "Podrá hacer todo lo que tú puedes, también expulsarte.",
      yes: "Nombrar",
      done: "Ahora es responsable.",
    },
    "hand-over": {
      button: "Cederle el cargo",
      heading: "¿Cederle el cargo?",
      what: "Pasa a ser responsable y tú dejas de serlo. No puedes deshacerlo.",
      yes: "Ceder",
      done: "Ahora es responsable, y tú no.",
    },
    vouch: {
      button: "Avalar",
      heading: "¿Avalar a esta persona?",
      what: "Lo que diga de un aviso cuenta por sí solo, no junto con quienes vinieron por su enlace. Dura hasta el final de la marcha.",
      yes: "Avalar",
      done: "Su palabra cuenta ahora por sí sola.",
    },
    remove: {
      button: "Expulsar de la marcha",
      heading: "¿Expulsar a esta persona?",
      what: "Se retiran de todos los teléfonos su posición, sus avisos, sus mensajes y lo que dijo de otros avisos. Sale al momento y no puede volver con la clave de su teléfono. No se puede deshacer.",
      yes: "Expulsar",
      done: (records) =>
        records === 1
          ? "Expulsada. Se ha retirado 1 cosa que escribió."
          : `Expulsada. Se han retirado ${records} cosas que escribió.`,
    },
    resign: {
      button: "Dejar el cargo",
      heading: "¿Dejar el cargo?",
      what: "Sigues en la marcha y ya no eres responsable. Los demás continúan.",
      yes: "Dejarlo",
      done: "Ya no eres responsable.",
    },
    end: {
      button: "Terminar la marcha para todos",
      heading: "¿Terminar la marcha para todos?",
      what: "Se borran todas las posiciones, avisos y mensajes, se informa a cada teléfono y nadie vuelve a entrar. No se puede deshacer.",
      yes: "Terminar la marcha",
      done: "La marcha ha terminado.",
    },
    revoke: {
      button: "Cerrar este enlace",
      heading: "¿Cerrar este enlace?",
      what: "Nadie más se une por él, por mucho que se haya pasado. Quien ya entró se queda. No se puede abrir de nuevo.",
      yes: "Cerrarlo",
      done: "Cerrado. Nadie más se une por él.",
    },
  },
  onlyOne: "Eres la única persona responsable. Para dejarlo, cede antes el cargo o nombra a otra.",
  no: "Cancelar",
  busy: "Preguntando al servidor …",

  branch: {
    legend: "¿Y el enlace por el que vino?",
    leave: "dejarlo abierto",
    close: "cerrarlo",
    hint: (people) =>
      people === 1
        ? "Nadie más ha venido por él desde que arrancó el servidor. Si sigue abierto, puede volver con otra clave."
        : `Por él han venido ${people} personas desde que arrancó el servidor; las demás se quedan. Si sigue abierto, puede volver con otra clave.`,
    asking: "Preguntando por qué enlace vino …",
    unknown: "No se sabe por qué enlace vino: ciérralo en «Enlaces de invitación».",
    closed: "Su enlace está cerrado.",
  },

  typed: {
    word: "FIN",
    label: (word) => `Escribe ${word} para terminar la marcha`,
    wrong: (word) => `Escribe antes ${word}.`,
  },

  invites: {
    heading: "Enlaces de invitación",
    what: "Da a cada grupo su propio enlace: dos grupos pueden confirmar un aviso, uno solo no. Y se puede cerrar uno sin los demás.",
    label: "¿Para quién es?",
    labelHint: "Se queda en este teléfono.",
    labelExample: "Enfermería, turno de noche",
    make: "Crear un enlace",
    missing: "Escribe para quién es.",
    first: "El enlace por el que viniste",
    firstClosed:
      "El enlace por el que viniste está cerrado: nadie se une por él. Para invitar, crea otro.",
    makeAnother: "Crear otro enlace",
    display: "Para una pantalla",
    other: (code) => `Un enlace que este teléfono no conoce (${code})`,
    came: (people) => (people === 1 ? "vino 1 persona" : `vinieron ${people} personas`),
    show: "Mostrar",
    hide: "Ocultar",
    close: "Cerrar enlace",
    since: "Contado desde que arrancó el servidor.",
    closed: "cerrado",
    unknown: "sin conexión no se sabe",
  },

  mine: {
    heading: "Lo que es mío",
    entry: "Lo que es mío",
    youAre: "Aquí eres",
    name: "Nombre completo aquí",
    nameHint: "Un responsable puede pedírtelo para nombrarte. No dice nada de ti.",
    copy: "Copiarlo",
    copied: "Copiado ✓",
    notCopied: "No copiado",
    held: "Lo que esta marcha guarda de ti",
    heldHint: "Hasta donde sabe este teléfono. Todo se va con la marcha, como tarde.",
    position: "Posición",
    positionNone: "ninguna",
    positionUntil: (time) => `otros la ven hasta ${time}`,
    positionPerhaps: (time) => `sin conexión no se sabe; como mucho hasta ${time}`,
    positionWaits: "se retira en cuanto haya conexión",
    alerts: "Avisos que diste",
    verdicts: "Lo que dijiste de avisos",
    posts: "Mensajes que escribiste",
    named: "Nombres que diste a contingentes",
    waiting: "Espera a enviarse",
    nothing: "Nada.",
    takeBack: "Retirarlo todo",
    heading2: "¿Retirarlo todo?",
    what: "Tu posición, tus avisos, tus mensajes y lo que dijiste de otros avisos desaparecen de todos los teléfonos. Lo visto, visto está. El nombre que diste a un contingente se queda.",
    yes: "Retirarlo",
    taken: "Retirado.",
    waits: "Espera en este teléfono, y se retira en cuanto haya conexión.",
    someRefused: "Algo se ha rechazado: mira lo que queda.",
    wish: "Tu deseo de ser olvidado",
    wishNone: (lifetime) => `Ninguno: la marcha olvida una posición después de ${lifetime}.`,
    wishOf: (duration) => `Tus posiciones se olvidan después de ${duration}.`,
    wishKept: "Va con cada posición, y vale también con este teléfono apagado.",
    change: "Cambiarlo en los ajustes",
  },

  refused: {
    offline:
      "Sin conexión, o el servidor no puede guardarlo ahora. No se ha hecho nada: prueba otra vez.",
    unknown: "No hubo respuesta. Puede estar hecho o no: mira antes de probar otra vez.",
    forbidden: "Ya no eres responsable. No se ha hecho nada.",
    forbiddenOrRemoved: "No se ha hecho nada: ya no eres responsable, o la han expulsado.",
    notHere: "No está ahora en la marcha, o su teléfono no tiene clave. Pídele que abra la página.",
    last: "Eres la única persona responsable: cede antes el cargo, o termina la marcha.",
    conflict: "Otro responsable ha decidido algo en ese momento. Mira y prueba otra vez.",
    allStewards: "La marcha ya tiene todos los responsables que caben.",
    tooMany: "La marcha no admite más. No se ha hecho nada.",
  },
};
