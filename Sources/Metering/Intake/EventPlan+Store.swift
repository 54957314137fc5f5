import Catalog
import GRDB

/// What a merchant's catalog reads of the events of one name, laid out for `UsualEvents`: names as bytes, roles by place.
struct EventPlan {
    /// What becomes of a property.
    enum Role {
        case dimension(Int)
        case number(slot: Int)
        case text(slot: Int)
    }

    let eventName: [UInt8]
    let eventNameID: Int64
    let dimensionCount: Int
    private let names: [[UInt8]]
    private let roles: [Role]
    let readsQuantity: Bool
    private let tokens: [TokenSlots]

    /// Where the classes of a token metric stand; of those that may be missing, the ones it reads.
    private struct TokenSlots {
        let input: Int
        let output: Int
        let cache: [Int]
        let insideOutput: [Int]
        let inputIncludesCache: Bool
    }

    /// Nil where the usual way does not serve: where a price comes with the event, or values are added and removed.
    init?(_ name: String, _ shape: EventShape, _ rule: EventRule) {
        guard !rule.needsPrice, rule.operations.isEmpty else { return nil }
        eventName = Array(name.utf8)
        eventNameID = shape.eventNameID
        dimensionCount = shape.dimensions.count
        readsQuantity = rule.readsQuantity
        let slots = shape.slots.sorted { $0.value < $1.value }
        // A property that is two things at once has no one role.
        let all = shape.dimensions + slots.map(\.key.name)
        guard Set(all).count == all.count else { return nil }
        names = all.map { Array($0.utf8) }
        roles =
            shape.dimensions.indices.map { Role.dimension($0) }
            + slots.map { field, slot in
                field.isText ? .text(slot: slot) : .number(slot: slot)
            }
        tokens = rule.tokens.map { fields in
            func slots(_ names: [String?]) -> [Int] {
                names.compactMap { $0.flatMap { shape.slots[.number($0)] } }
            }
            return TokenSlots(
                input: slots([fields.input])[0], output: slots([fields.output])[0],
                cache: slots([fields.cacheRead, fields.cacheWrite, fields.cacheWriteOneHour]),
                insideOutput: slots([fields.reasoning, fields.imageOutput]),
                inputIncludesCache: fields.inputIncludesCache)
        }
    }

    /// Whether token counts are whole, all there, and none more than what it is a part of. What is not so is refused, in
    /// words that `EventRule` has.
    func tokensAgree(_ measures: [DatabaseValue]) -> Bool {
        func count(_ slot: Int) -> Int64? {
            guard case .int64(let count) = measures[slot - 1].storage,
                count <= 1_000_000_000_000
            else { return nil }
            return count
        }
        /// The sum of classes; nil where one is no such number, and of those that are not there 0.
        func sum(_ slots: [Int]) -> Int64? {
            slots.reduce(0) { sum, slot in
                measures[slot - 1].isNull
                    ? sum : sum.flatMap { sum in count(slot).map { sum + $0 } }
            }
        }
        return tokens.allSatisfy { slots in
            guard let input = count(slots.input), let output = count(slots.output),
                let inside = sum(slots.insideOutput), let cached = sum(slots.cache)
            else { return false }
            return inside <= output && (!slots.inputIncludesCache || cached <= input)
        }
    }

    /// The role of a property; nil where the catalog does not read it.
    @inline(__always)
    func role(of name: UnsafeBufferPointer<UInt8>) -> Role? {
        for index in names.indices
        where names[index].count == name.count && names[index].elementsEqual(name) {
            return roles[index]
        }
        return nil
    }
}
