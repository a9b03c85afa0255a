import Nothing from './nothing';

export default function Page() {
  return <Nothing />;
}
