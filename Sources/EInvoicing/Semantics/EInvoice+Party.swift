public import Catalog
import Invoicing

extension EInvoice {
    /// Seller (BG-4) or buyer (BG-7), as they were when the document was issued.
    public struct Party: Sendable, Hashable {
        /// BT-46: the seller's own number of the buyer; nil for the seller.
        public let identifier: String?
        /// BT-27, BT-44: the registered name, in the document's leading language.
        public let name: String
        /// BT-30, BT-47: the unified social credit code.
        public let registration: String?
        /// BT-32: the same code, which in China is the taxpayer's number too; nil for the buyer, of whom only a
        /// VAT identifier with its country's letters in front has a place (BT-48).
        public let taxRegistration: String?
        /// BT-35, BT-50: the whole address, as it is kept.
        public let address: String
        /// BT-40, BT-55.
        public let country: Country
        /// BT-34, BT-49: the e-mail, by scheme `EM`.
        public let email: String

        static func seller(_ party: Invoice.Party, in language: Language) -> Party {
            Party(party, in: language, identifier: nil, taxRegistration: party.registration)
        }

        static func buyer(
            _ party: Invoice.Party, _ id: Customer.ID, in language: Language
        ) -> Party {
            Party(party, in: language, identifier: id.text, taxRegistration: nil)
        }

        private init(
            _ party: Invoice.Party, in language: Language, identifier: String?,
            taxRegistration: String?
        ) {
            self.identifier = identifier
            name = party.name[language]
            registration = party.registration
            self.taxRegistration = taxRegistration
            address = party.address[language]
            country = party.country
            email = party.email
        }
    }
}
