// One click copies the link and says so, to the eye and to a screen reader. The clipboard of the browser is closed to
// pages served without TLS, as inside an office's network: there the older way is taken.
export default function ({ data, parentElement }) {
  for (const old of parentElement.querySelectorAll(".copy-link")) old.remove(); // of the link before
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "copy-link";
  button.textContent = data.copy;
  told.className = "copy-link";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    told.textContent = `\u2003${(await copied(data.link, parentElement)) ? data.copied : data.not_copied}`;
    button.focus();
  });
  parentElement.append(button, told);
}

async function copied(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    place.append(field); // inside the dialog, which holds the focus
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
