// One click copies the link and says so, to the eye and to a screen reader. In the old way: a browser's newer clipboard is closed
// to pages served without TLS, as inside an office's network.
export default function ({ data, parentElement }) {
  const [button, told] = parentElement.querySelectorAll(".copy-link");
  button.textContent = data.copy;
  told.textContent = ""; // it was said of the link before
  button.onclick = () => {
    const field = document.createElement("textarea");
    field.value = data.link;
    parentElement.append(field); // inside the dialog, which holds the focus
    field.select();
    told.textContent = `\u2003${document.execCommand?.("copy") ? data.copied : data.not_copied}`;
    field.remove();
    button.focus();
  };
}
