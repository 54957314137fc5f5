/// A small catalog that has one of everything.
public enum Fixture {
    /// Merchant `mer_1` in Shanghai with customers `cus_1` and `cus_2` on the plan `basic`.
    public static let catalog = """
        effective: 2026-01-01
        merchant:
          id: mer_1
          name: {en: Example One (Test) Ltd, zh-Hans: 示例一（测试）有限公司}
          product: {en: AI API, zh-Hans: AI 接口}
          registration: 91350100M000100Y43
          address: {en: 1 Test Street, zh-Hans: 测试路1号}
          email: billing@one.example.com
          time_zone: Asia/Shanghai
          language: zh-Hans
          tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "6"}
          payment_terms_days: 14
          channels:
            wechat_pay: {mchid: "1900000101", appid: wx01}
            alipay: {pid: "2088000000000101"}
          settlement:
            currency: USD
            bank: {name: Example Bank, account_last4: "1234"}
            platform_fee_percent: "2.5"
            subscription: "199.00"
            wire_fee: "15.00"
            minimum_payout: "50.00"
        metrics:
          - code: calls
            name: {en: Calls, zh-Hans: 调用}
            unit: {en: calls, zh-Hans: 次}
            event: call
            aggregation: count
            filter: {status: [ok, slow]}
          - code: seconds
            name: {en: Seconds, zh-Hans: 秒}
            unit: {en: s, zh-Hans: 秒}
            event: call
            aggregation: sum
            field: seconds
            filter: {status: [ok, slow]}
          - code: words
            name: {en: Words, zh-Hans: 词}
            unit: {en: words, zh-Hans: 词}
            event: chat
            aggregation: sum
          - code: model_tokens
            name: {en: Tokens, zh-Hans: 词元}
            unit: {en: tokens, zh-Hans: 词元}
            event: model_call
            aggregation: tokens
            tokens: {input: in, output: out, cache_read: read, cache_write: write, reasoning: think}
            input_includes_cache: true
          - code: spare
            name: {en: Spare, zh-Hans: 备用}
            unit: {en: units, zh-Hans: 个}
            aggregation: count
        plans:
          - code: basic
            name: {en: Basic, zh-Hans: 基础版}
            currency: USD
            interval: monthly
            base_fee: "0"
            charges:
              - code: calls_fee
                name: {en: Calls, zh-Hans: 调用}
                metric: calls
                price: {model: standard, unit_price: "0.08", per: "1000"}
              - code: seconds_fee
                name: {en: Seconds, zh-Hans: 秒}
                metric: seconds
                group_by: [region]
                included: "100"
                price:
                  model: graduated
                  per: "1"
                  tiers:
                    - {up_to: "1000", unit_price: "0.50"}
                    - {up_to: "5000", unit_price: "0.30"}
              - code: words_fee
                name: {en: Words, zh-Hans: 词}
                metric: words
                group_by: [model, region]
                price: {model: package, package_size: "1000", package_price: "1.00"}
              - code: tokens_fee
                name: {en: Tokens, zh-Hans: 词元}
                metric: model_tokens
                group_by: [model]
                price: {model: tokens, price_book: litellm, dimension: model, multiplier: "1.2"}
          - code: idle
            name: {en: Idle, zh-Hans: 闲置版}
            currency: USD
            interval: monthly
            base_fee: "9.90"
        customers:
          - id: cus_1
            name: {en: Example Customer One (Test) Ltd, zh-Hans: 示例客户一（测试）有限公司}
            registration: 91990000MA00000A9E
            address: {en: 2 Test Street, zh-Hans: 测试路2号}
            email: ap@customer-one.example.com
            language: both
            plan: basic
            since: 2026-01-01
          - id: cus_2
            name: {en: Example Customer Two (Test) Ltd, zh-Hans: 示例客户二（测试）有限公司}
            address: {en: 3 Test Street, zh-Hans: 测试路3号}
            email: ap@customer-two.example.com
            language: en
            plan: basic
            since: 2026-01-01
        """

    /// The same for `mer_2`, with customers `cus_b1` and `cus_b2`.
    public static let otherCatalog =
        catalog
        .replacing("id: mer_1", with: "id: mer_2").replacing("id: cus_", with: "id: cus_b")

    /// One event line; nil leaves a field out.
    public static func event(
        id: String? = "evt_1", customer: String = "cus_1", _ name: String, quantity: String? = "1",
        at time: String? = "2026-05-03T09:41:23.12Z", _ properties: String = "{}"
    ) -> String {
        var fields = ["\"customer_id\":\"\(customer)\"", "\"metric\":\"\(name)\""]
        if let id { fields.append("\"id\":\"\(id)\"") }
        if let quantity { fields.append("\"quantity\":\"\(quantity)\"") }
        if let time { fields.append("\"timestamp\":\"\(time)\"") }
        return "{" + fields.joined(separator: ",") + ",\"properties\":\(properties)}"
    }
}
