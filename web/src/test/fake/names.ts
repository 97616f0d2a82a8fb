/** Believable names of companies and people, Vietnamese ones and a very long one among them. */
import type { Dice } from "./dice";

const FIRST = ["Halden", "Kestrel", "Lumen", "Pelican", "Marlow", "Orchard", "Brightwater", "Fjord", "Tallow", "Sao Mai", "Juniper", "Northgate", "Cobalt", "Ember", "Willow", "Saffron", "Harbour", "Granite", "Meridian", "Cedar", "Phở Hà Nội", "Bến Thành", "Đông Á", "Solstice", "Quarry", "Larkspur"];
const SECOND = ["Logistics", "Freight", "Dental Group", "Pay", "Architects", "Primary Trust", "Hotels", "Analytics", "Interiors", "Robotics", "Foods", "Clinics", "Energy", "Studios", "Outfitters", "Mutual", "Systems", "Travel", "Press", "Works"];
const GIVEN = ["Ines", "Erik", "Siri", "Maeve", "Idris", "Bo", "Ruth", "Owen", "Priya", "Ngọc Anh", "Minh Khôi", "Thị Hương", "Linh", "Tom", "Amara", "Jonas", "Chiara", "Yusuf", "Hana", "Mateo"];
const FAMILY = ["Halvorsen", "Solberg", "Nygaard", "Tallow", "Adeyemi", "Lindqvist", "Pike", "Marlow", "Raman", "Phạm", "Nguyễn", "Trần", "Dao", "Becker", "Okafor", "Weber", "Rossi", "Demir", "Sato", "García"];

export const LONGEST = "Verwaltungsgesellschaft für Grundstücksangelegenheiten der Hanseatischen Handelskammer Nordwest AG";

export function company(index: number, chance: Dice): string {
  if (index === 2) return LONGEST;
  const first = FIRST[index % FIRST.length] ?? "Halden";
  const second = SECOND[Math.floor(index / FIRST.length + index) % SECOND.length] ?? "Works";
  return index >= FIRST.length * SECOND.length || chance.chance(0.02) ? `${first} ${second} ${index}` : `${first} ${second}`;
}

export function person(chance: Dice): string {
  return `${chance.pick(GIVEN)} ${chance.pick(FAMILY)}`;
}

export function slug(name: string): string {
  return name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 24).replace(/-$/, "");
}
