// One click copies the link and says so, to the eye and to a screen reader. The clipboard of the browser is closed to
// pages served without TLS, as inside an office's network: there the older way is taken.
export default function ({ data, parentElement }) {
  parentElement.textContent = "";
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.textContent = data.copy;
  told.setAttribute("role", "status");
  Object.assign(button.style, {
    font: "inherit",
    padding: "0.4rem 1rem",
    color: "var(--st-text-color)",
    background: "var(--st-background-color)",
    border: "1px solid var(--st-border-color)",
    borderRadius: "var(--st-base-radius)",
    cursor: "pointer",
  });
  told.style.marginLeft = "0.8rem";
  button.addEventListener("click", async () => {
    told.textContent = (await copied(data.link, parentElement)) ? data.copied : data.not_copied;
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
