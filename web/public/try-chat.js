// A page to try a chat on, as it would be on a web site: /try-chat?inbox=KEY&lang=it&theme=dark.
// It knows nothing that the tag it shows does not say.

const words = {
  en: {
    title: "Try the chat",
    intro:
      "This is a page of a web site with the chat in its corner. What you write there waits in the real queue, and an agent at the desk answers it.",
    choose: "This page",
    inbox: "Inbox",
    language: "Language of the page",
    theme: "Colours of the page",
    auto: "As the device",
    light: "Light",
    dark: "Dark",
    embed: "On your own web site",
    origins:
      "Put this tag on any page, and the address of the web site on the inbox's list in Studio. Other web sites cannot show the chat.",
  },
  es: {
    title: "Pruebe el chat",
    intro:
      "Esta es una página de un sitio web con el chat en su esquina. Lo que escriba allí espera en la cola real, y un agente en el puesto lo responde.",
    choose: "Esta página",
    inbox: "Buzón",
    language: "Idioma de la página",
    theme: "Colores de la página",
    auto: "Como el dispositivo",
    light: "Claros",
    dark: "Oscuros",
    embed: "En su propio sitio web",
    origins:
      "Ponga esta etiqueta en cualquier página, y la dirección del sitio web en la lista del buzón en Studio. Otros sitios no pueden mostrar el chat.",
  },
  pt: {
    title: "Experimente o chat",
    intro:
      "Esta é uma página de um site com o chat no canto. O que você escrever ali espera na fila real, e um agente no posto responde.",
    choose: "Esta página",
    inbox: "Caixa de entrada",
    language: "Idioma da página",
    theme: "Cores da página",
    auto: "Como o dispositivo",
    light: "Claras",
    dark: "Escuras",
    embed: "No seu próprio site",
    origins:
      "Coloque esta tag em qualquer página, e o endereço do site na lista da caixa de entrada no Studio. Outros sites não podem mostrar o chat.",
  },
  it: {
    title: "Provi la chat",
    intro:
      "Questa è una pagina di un sito web con la chat nell'angolo. Ciò che scrive lì aspetta nella coda vera, e un agente alla postazione risponde.",
    choose: "Questa pagina",
    inbox: "Casella",
    language: "Lingua della pagina",
    theme: "Colori della pagina",
    auto: "Come il dispositivo",
    light: "Chiari",
    dark: "Scuri",
    embed: "Sul suo sito web",
    origins:
      "Metta questo tag su qualsiasi pagina, e l'indirizzo del sito nell'elenco della casella in Studio. Altri siti non possono mostrare la chat.",
  },
};

const asked = new URLSearchParams(location.search);
const inbox = asked.get("inbox") ?? "help";
const wishes = [asked.get("lang"), ...navigator.languages];
const lang = wishes.map((tag) => tag?.slice(0, 2).toLowerCase()).find((tag) => tag in words) ?? "en";
const theme = asked.get("theme") ?? "auto";

document.documentElement.lang = lang;
document.documentElement.dataset.theme = theme;
document.title = words[lang].title;
for (const part of document.querySelectorAll("[data-word]"))
  part.textContent = words[lang][part.dataset.word];

const tag = `<script src="${location.origin}/chat.js" data-inbox="${inbox}" async></script>`;
document.querySelector("code").textContent = tag;

// What is chosen is a page of its own, so that it can be sent to somebody.
const form = document.querySelector("form");
for (const [name, value] of Object.entries({ inbox, lang, theme })) form.elements[name].value = value;
form.addEventListener("change", () => form.submit());

const chat = document.createElement("script");
chat.src = "/chat.js";
chat.dataset.inbox = inbox;
document.head.append(chat);
