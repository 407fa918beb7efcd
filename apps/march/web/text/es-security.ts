/** What is protected and what is not, in Spanish. */
import type { Texts } from "./en.ts";

export const security: Texts["security"] = {
  heading: "¿Es seguro?",
  first: "Hoy, quien administra este servidor puede leer las posiciones.",
  firstWhy:
    "Van cifradas por el camino, pero no para el servidor. Usa uno de personas en las que confíes.",
  sections: [
    {
      heading: "Lo que hace",
      points: [
        "Tu lugar exacto llega solo a tu contingente y a las pantallas a las que un responsable dio un enlace.",
        "Los demás ven contingentes de cinco personas o más, como un círculo con un número.",
        "Las posiciones están solo en la memoria del servidor, nunca en un disco, y como mucho lo que dice la marcha: 30 minutos, 1 hora o 2 horas. Luego desaparecen del servidor y de toda página abierta.",
        "Parar quita tu señal al instante de todos los mapas conectados. Un responsable puede borrar las de todos, con todo lo demás que guarda la marcha.",
        "Un aviso se llama rumor hasta que lo confirma gente que llegó por otros dos enlaces, o un responsable. Quién lo confirmó no se dice a nadie.",
        "No hay cuenta, ni teléfono, ni nombre. Cada marcha tiene una clave nueva al azar, hecha en este teléfono.",
        "No se carga nada de terceros: ni anuncios, ni contadores, ni mapas que sepan dónde miras.",
      ],
    },
    {
      heading: "Lo que no hace",
      points: [
        "Quien tenga el enlace puede unirse y elegir cualquier contingente. Basta una captura de pantalla. Nadie demuestra quién es.",
        "Un responsable puede expulsar a una persona y cerrar un enlace. Por un enlace abierto puede volver con otra clave.",
        "Alguien de tu contingente puede anotar o fotografiar lo que ve. Eso no se puede borrar.",
        "Una señal puede mentir: un teléfono puede enviar cualquier lugar. También un aviso, incluso confirmado.",
        "Toda la marcha ve el lugar exacto de un aviso, y las letras de quien lo dice: tu contingente sabe que eres tú.",
        "El nombre de la marcha y los contingentes están en el enlace. El servidor nunca recibe el nombre; sí los contingentes que se eligen.",
      ],
    },
    {
      heading: "Lo que ninguna página puede evitar",
      points: [
        "Tu propio teléfono: las antenas de la red saben dónde está, aunque aquí no compartas nada. Otras aplicaciones también.",
        "Cámaras, fotografías, caras y quien te quite el teléfono desbloqueado.",
        "Si ese es tu peligro, deja el teléfono en casa.",
      ],
    },
    {
      heading: "Lo que se guarda en este teléfono",
      points: [
        "De cada marcha: su enlace, su nombre, tu contingente, tu clave, un pase para el servidor, lo que aún no se ha enviado, los avisos y mensajes hasta que caducan, y cuáles has leído; el de un responsable, también los enlaces que creó y para quién. También tus ajustes. Se borra cuando dejes la marcha o esta página sepa que terminó; un día después de su fin, en cuanto se abra la página.",
        "Está cifrado para que lo borrado no vuelva, no contra quien copie este teléfono: las claves están en él. Lo lee todo y se une en tu lugar; si eres responsable, expulsa a gente y termina la marcha en tu lugar.",
        "Pánico borra las claves y con ellas todo eso. No borra el historial del navegador, ni lo que ya está en otros teléfonos.",
        "Las posiciones de los demás están solo en la memoria de la página. Al cerrarla, desaparecen.",
        "El historial del navegador puede recordar que abriste el enlace. Usa una ventana privada si eso importa.",
      ],
    },
  ],
};
